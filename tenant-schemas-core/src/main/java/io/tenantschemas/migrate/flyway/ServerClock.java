package io.tenantschemas.migrate.flyway;

/**
 * Takes times between statements that are sent together, which only the server can tell. They stand in a setting of the
 * transaction, one after the other.
 */
final class ServerClock {

    private static final String SETTING = "'tenant_schemas.times'";

    private static final String NOW = "extract(epoch FROM pg_catalog.clock_timestamp())::pg_catalog.text";

    private int times;

    /** Returns an expression that takes the next time. */
    String stamp() {
        String before = times++ == 0 ? "" : "pg_catalog.current_setting(" + SETTING + ") || ' ' || ";
        return "pg_catalog.set_config(" + SETTING + ", " + before + NOW + ", true)";
    }

    /** Returns an expression for the whole milliseconds between one of the times, from zero on, and the next. */
    static String millisFrom(int time) {
        return "pg_catalog.trunc(1000 * (" + time(time + 1) + " - " + time(time) + "))::integer";
    }

    private static String time(int time) {
        return "pg_catalog.split_part(pg_catalog.current_setting(" + SETTING + "), ' ', " + (time + 1) + ")::numeric";
    }
}
