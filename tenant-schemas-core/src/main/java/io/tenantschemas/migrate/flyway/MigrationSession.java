package io.tenantschemas.migrate.flyway;

/**
 * A session in which migrations run.
 *
 * @param user as whom they do
 * @param hasEventTriggers whether statements of migrations call functions of event triggers, of which nobody knows what they leave
 *     in the session
 */
record MigrationSession(String user, boolean hasEventTriggers) {

    /** Asks whether there are any but those at log-in, who have had their turn. */
    static final String HAS_EVENT_TRIGGERS =
            "EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D' AND evtevent <> 'login')";
}
