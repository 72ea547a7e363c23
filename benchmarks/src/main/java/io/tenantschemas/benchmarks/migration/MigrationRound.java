package io.tenantschemas.benchmarks.migration;

/**
 * What came of one round of one way.
 *
 * @param schemas how many schemas there were to look after
 * @param millis how long all of them took
 * @param applicationMillis for how long processors worked for whoever migrated; zero where that is not told
 * @param serverMillis for how long for the server of the database
 */
public record MigrationRound(int schemas, double millis, double applicationMillis, double serverMillis) {}
