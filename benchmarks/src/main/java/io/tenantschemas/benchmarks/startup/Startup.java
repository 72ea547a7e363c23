package io.tenantschemas.benchmarks.startup;

/**
 * What came of starting once. All times begin when the process does.
 *
 * @param startedMillis until the application said that it has started
 * @param answeredMillis until a first request of a tenant was answered
 * @param processorMillis for how long processors worked for it until then; zero where that is not told
 */
public record Startup(double startedMillis, double answeredMillis, double processorMillis) {}
