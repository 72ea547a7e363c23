package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.flyway.KnownWay.Step;

/**
 * Takes a schema in which there is nothing yet a known way, in a transaction that is under way, and in few round trips: all
 * migrations and their history go to the server together.
 */
final class NewSchema {

    private static final Log logger = LogFactory.getLog(NewSchema.class);

    private static final String START = "tenant_schemas_new_schema";

    private final MigrationTarget target;

    private final Connection connection;

    private final MigrationSql sql;

    /**
     * Creates one that has done nothing.
     *
     * @param target the schema
     * @param connection where it is done, by whom Flyway's lock was taken before it was seen that there is nothing
     * @param sql the statements in that schema
     */
    NewSchema(MigrationTarget target, Connection connection, MigrationSql sql) {
        this.target = target;
        this.connection = connection;
        this.sql = sql;
    }

    /**
     * Takes the schema that way.
     *
     * @return how it went, or empty if something was refused: then nothing was done, and which of the migrations it was is for
     *     somebody else to find out, one by one
     * @throws SchemaMigrationException if it waited for a lock for too long
     */
    Optional<Done> take(KnownWay way) throws SQLException {
        long start = System.nanoTime();
        try {
            for (String message : Messages.of(parts(way.steps()))) {
                execute(message);
            }
        } catch (SQLException refused) {
            throwIfTransient(refused);
            logger.debug("Migrating '%s' step by step, to find out which one fails".formatted(target), refused);
            rollBack(refused);
            return Optional.empty();
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        return Optional.of(way.done(target, duration));
    }

    private void throwIfTransient(SQLException refused) {
        MigrationFailure facts = FlywayFailures.facts(target, refused);
        if (facts.isTransient()) {
            // Step by step it would wait as long again, and others behind it.
            throw new SchemaMigrationException(target, facts, refused);
        }
    }

    private List<String> parts(List<Step> steps) {
        ServerClock clock = new ServerClock();
        List<String> parts = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        parts.add("SAVEPOINT " + START);
        parts.add(sql.historyTable());
        for (Step step : steps) {
            parts.add(sql.of(step, clock.stamp()));
            rows.add(sql.values(step, rows.size() + 1, ServerClock.millisFrom(rows.size())));
        }
        parts.add("SELECT " + clock.stamp());
        parts.add(sql.insert(String.join(", ", rows)));
        parts.add("RELEASE SAVEPOINT " + START);
        return parts;
    }

    private void rollBack(SQLException refused) throws SQLException {
        try {
            execute("ROLLBACK TO SAVEPOINT " + START);
        } catch (SQLException another) {
            refused.addSuppressed(another);
            throw refused;
        }
    }

    private void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // As Flyway does.
            statement.setEscapeProcessing(false);
            // Otherwise a query would end where its rows are not read any further.
            statement.setFetchSize(0);
            statement.execute(text);
        }
    }
}
