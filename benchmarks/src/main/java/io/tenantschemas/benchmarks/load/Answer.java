package io.tenantschemas.benchmarks.load;

/**
 * An answer of the application.
 *
 * @param status its first line
 * @param body its content
 */
public record Answer(String status, String body) {}
