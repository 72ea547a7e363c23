package io.tenantschemas.routing;

/**
 * A statement as it is executed.
 *
 * @param text what the driver gets
 * @param needs what has to be so
 */
record RoutedSql(String text, StatementNeeds needs) {}
