package io.tenantschemas.migrate.flyway;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** A function that is called for each table that is made or altered, and leaves something in the session. */
final class EventTriggers {

    private EventTriggers() {}

    static void leaveASetting(JdbcTemplate jdbc) {
        jdbc.execute("""
                CREATE FUNCTION public.leave() RETURNS event_trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM set_config('app.left', 'something', false); END $$;
                CREATE EVENT TRIGGER leave ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')
                    EXECUTE FUNCTION public.leave()
                """);
    }

    /** Returns what was left in a session. */
    static @Nullable String setting(JdbcTemplate jdbc) {
        return jdbc.queryForObject("SELECT current_setting('app.left', true)", String.class);
    }
}
