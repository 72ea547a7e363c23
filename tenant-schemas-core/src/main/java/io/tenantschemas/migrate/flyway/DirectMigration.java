package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.flyway.KnownWay.Step;

/** Takes one schema a known way, and writes into its history what Flyway would write. */
final class DirectMigration {

    private static final Log logger = LogFactory.getLog(DirectMigration.class);

    private final MigrationTarget target;

    private final Connection connection;

    private final SearchPath path;

    private final Map<String, Integer> checksums;

    private final @Nullable String installedBy;

    private @Nullable MigrationSession session;

    /**
     * Creates one that has done nothing.
     *
     * @param target the schema
     * @param connection where it is done
     * @param path the path that leads to the schema
     * @param checksums those that depend on the tenant
     * @param installedBy who is to stand in the history, or null for the user
     */
    DirectMigration(
            MigrationTarget target,
            Connection connection,
            SearchPath path,
            Map<String, Integer> checksums,
            @Nullable String installedBy) {
        this.target = target;
        this.connection = connection;
        this.path = path;
        this.checksums = checksums;
        this.installedBy = installedBy;
    }

    /**
     * Takes the schema that way.
     *
     * @param history what the schema has been through
     * @param lockTimeout for how long a migration waits for a lock, each in a transaction of its own; null if all of it belongs to
     *     the transaction that is under way
     * @return how it went, or empty if something was refused, or somebody else is at it: what committed before that stays, all
     *     else is undone
     * @throws SchemaMigrationException if it waited for a lock for too long
     */
    Optional<Done> take(KnownWay way, SchemaHistory history, @Nullable Duration lockTimeout) throws SQLException {
        long start = System.nanoTime();
        MigrationSession locked = lock(lockTimeout != null);
        session = locked;
        if (locked == null) {
            // Flyway waits for it.
            return Optional.empty();
        }
        MigrationSql sql = new MigrationSql(target, path, checksums, installedBy, locked.user());
        boolean isDone =
                lockTimeout == null ? takeWithin(way, history, sql) : takeByItself(way, history, lockTimeout, sql);
        return isDone ? Optional.of(way.done(target, Duration.ofNanos(System.nanoTime() - start))) : Optional.empty();
    }

    /** Returns where that was done; null as long as nothing was. */
    @Nullable
    MigrationSession session() {
        return session;
    }

    private boolean takeByItself(KnownWay way, SchemaHistory history, Duration lockTimeout, MigrationSql sql)
            throws SQLException {
        boolean isDone = isStill(history);
        try {
            if (isDone && history.equals(SchemaHistory.NONE)) {
                inTransaction(sql.historyTable());
            }
            int rank = history.lastRank();
            for (Step step : isDone ? way.steps() : List.<Step>of()) {
                // Together, so that they are one round trip.
                String limit = lockTimeout.isZero() ? "" : LockTimeouts.forTransaction(lockTimeout) + MigrationSql.NEXT;
                take(
                        step,
                        limit
                                + sql.of(step)
                                + MigrationSql.NEXT
                                + sql.insert(sql.values(step, ++rank, MigrationSql.SINCE_BEGIN)));
            }
        } catch (SQLException refused) {
            isDone = leaveToFlyway(refused);
        }
        unlock();
        return isDone;
    }

    private void take(Step step, String text) throws SQLException {
        try {
            inTransaction(text);
        } catch (SQLException refused) {
            throwIfTransient(step, refused);
            throw refused;
        }
    }

    private void throwIfTransient(Step step, SQLException refused) {
        MigrationFailure facts = FlywayFailures.facts(target, refused);
        if (facts.isTransient()) {
            // Flyway would wait as long again.
            throw new SchemaMigrationException(target, facts.in(step.script()), refused);
        }
    }

    /** Returns whether nobody has done anything since the history was read, by whom the lock was not held then. */
    private boolean isStill(SchemaHistory history) throws SQLException {
        SchemaState state = SchemaState.read(target.schema(), connection);
        return history.equals(SchemaHistory.NONE)
                ? state.isEmpty()
                : state.hasHistory()
                        && new SchemaHistories(connection).read(target.schema()).equals(history);
    }

    private void inTransaction(String text) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(text);
            connection.commit();
        } catch (SQLException | RuntimeException failure) {
            try {
                connection.rollback();
            } catch (SQLException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private boolean takeWithin(KnownWay way, SchemaHistory history, MigrationSql sql) throws SQLException {
        if (!isStill(history)) {
            return false;
        }
        Savepoint start = connection.setSavepoint();
        try {
            if (history.equals(SchemaHistory.NONE)) {
                execute(sql.historyTable());
            }
            List<String> rows = new ArrayList<>();
            for (Step step : way.steps()) {
                long begin = System.nanoTime();
                takeWithin(step, sql);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                rows.add(sql.values(step, history.lastRank() + rows.size() + 1, String.valueOf(millis)));
            }
            execute(sql.insert(String.join(", ", rows)));
            connection.releaseSavepoint(start);
            return true;
        } catch (SQLException refused) {
            connection.rollback(start);
            return leaveToFlyway(refused);
        }
    }

    private void takeWithin(Step step, MigrationSql sql) throws SQLException {
        try {
            execute(sql.of(step));
        } catch (SQLException refused) {
            throwIfTransient(step, refused);
            throw refused;
        }
    }

    private boolean leaveToFlyway(SQLException refused) {
        logger.debug("Migrating '%s' by Flyway, which will say more".formatted(target), refused);
        return false;
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

    /** Returns what the session tells of itself if Flyway's lock was free, or else null. */
    private @Nullable MigrationSession lock(boolean forSession) throws SQLException {
        String function = forSession ? "pg_try_advisory_lock" : "pg_try_advisory_xact_lock";
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT pg_catalog." + function + "(?), current_user, " + MigrationSession.HAS_EVENT_TRIGGERS)) {
            query.setLong(1, MigrationSql.lock(target));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1) ? new MigrationSession(row.getString(2), row.getBoolean(3)) : null;
            }
        }
    }

    private void unlock() throws SQLException {
        execute("SELECT pg_catalog.pg_advisory_unlock(" + MigrationSql.lock(target) + "); DISCARD SEQUENCES");
    }
}
