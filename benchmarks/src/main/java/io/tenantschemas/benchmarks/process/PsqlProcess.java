package io.tenantschemas.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

import io.tenantschemas.benchmarks.database.DatabaseAddress;

/** A {@code psql} that is connected. The first error ends it. */
public final class PsqlProcess extends TalkingProcess {

    private static final String READY = "ready";

    private PsqlProcess(Process process) {
        super(process, line -> {});
    }

    /**
     * Starts one, and returns when it is connected.
     *
     * @param program its file, or its name if it is on the path
     * @param database where to
     */
    public static PsqlProcess start(String program, DatabaseAddress database) {
        // What else there is to be told, .psqlrc and more, is left out.
        ProcessBuilder builder = new ProcessBuilder(List.of(program, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"));
        builder.environment().putAll(environment(database));
        try {
            PsqlProcess process =
                    new PsqlProcess(builder.redirectErrorStream(true).start());
            process.tellAndWait("");
            return process;
        } catch (IOException failure) {
            throw new UncheckedIOException("There is no '%s'. Name one with --psql.".formatted(program), failure);
        }
    }

    private static Map<String, String> environment(DatabaseAddress database) {
        return Map.of(
                "PGHOST", database.host(),
                "PGPORT", Integer.toString(database.port()),
                "PGDATABASE", database.name(),
                "PGUSER", database.user(),
                "PGPASSWORD", database.password(),
                "PGSSLMODE", "disable",
                "PGGSSENCMODE", "disable");
    }

    /** Tells it something and returns when it is through. */
    public void tellAndWait(String script) {
        begin(script);
        answer();
    }

    /** Tells it something; it will {@link #answer} when it is through. */
    public void begin(String script) {
        tell(script);
        // Not by \echo, which is kept in a buffer.
        tell("SELECT '%s%s';".formatted(MARK, READY));
    }
}
