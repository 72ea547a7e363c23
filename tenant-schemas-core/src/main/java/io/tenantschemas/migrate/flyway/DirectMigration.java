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
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.flyway.KnownWay.Step;
import io.tenantschemas.migrate.flyway.SchemaHistory.Row;

/** Takes one schema a known way, and writes into its history what Flyway would write. */
final class DirectMigration {

    private static final Log logger = LogFactory.getLog(DirectMigration.class);

    /** The number of Flyway's lock on a history is this and the hash of the table's name; see its PostgreSQLAdvisoryLockTemplate. */
    static final long FLYWAYS_LOCK = (0x46L << 40) + (0x6CL << 32) + (0x79L << 24) + (0x77 << 16) + (0x61 << 8) + 0x79;

    static final String SINCE_BEGIN =
            "(1000 * extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.now()))::integer";

    /** Between statements; on a line of its own, because a comment may end with the line. */
    static final String NEXT = "\n;\n";

    private final MigrationTarget target;

    private final Connection connection;

    private final SearchPath path;

    private final Map<String, Integer> checksums;

    private final @Nullable String installedBy;

    private final String table;

    private String user = "";

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
        this.table = target.schema().qualify(FlywayConfigurations.HISTORY_TABLE);
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
        if (!lock(lockTimeout != null)) {
            // Flyway waits for it.
            return Optional.empty();
        }
        boolean isDone = lockTimeout == null ? takeWithin(way, history) : takeByItself(way, history, lockTimeout);
        return isDone ? Optional.of(way.done(target, Duration.ofNanos(System.nanoTime() - start))) : Optional.empty();
    }

    /** Returns whom the connection is of, once the schema was taken somewhere. */
    String user() {
        return user;
    }

    private boolean takeByItself(KnownWay way, SchemaHistory history, Duration lockTimeout) throws SQLException {
        boolean isDone = isStill(history);
        try {
            if (isDone && history.equals(SchemaHistory.NONE)) {
                inTransaction(historyTable());
            }
            int rank = history.lastRank();
            for (Step step : isDone ? way.steps() : List.<Step>of()) {
                // Together, so that they are one round trip.
                String limit = lockTimeout.isZero() ? "" : LockTimeouts.forTransaction(lockTimeout) + NEXT;
                take(step, limit + statements(step) + NEXT + insert(table, values(step, ++rank, SINCE_BEGIN)));
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

    private boolean takeWithin(KnownWay way, SchemaHistory history) throws SQLException {
        if (!isStill(history)) {
            return false;
        }
        Savepoint start = connection.setSavepoint();
        try {
            if (history.equals(SchemaHistory.NONE)) {
                execute(historyTable());
            }
            List<String> rows = new ArrayList<>();
            for (Step step : way.steps()) {
                long begin = System.nanoTime();
                takeWithin(step);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                rows.add(values(step, history.lastRank() + rows.size() + 1, String.valueOf(millis)));
            }
            execute(insert(table, String.join(", ", rows)));
            connection.releaseSavepoint(start);
            return true;
        } catch (SQLException refused) {
            connection.rollback(start);
            return leaveToFlyway(refused);
        }
    }

    private void takeWithin(Step step) throws SQLException {
        try {
            execute(statements(step));
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

    /** Returns whether Flyway's lock was free, and learns the user's name. */
    private boolean lock(boolean forSession) throws SQLException {
        String function = forSession ? "pg_try_advisory_lock" : "pg_try_advisory_xact_lock";
        try (PreparedStatement query =
                connection.prepareStatement("SELECT pg_catalog." + function + "(?), current_user")) {
            query.setLong(1, FLYWAYS_LOCK + table.hashCode());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                user = row.getString(2);
                return row.getBoolean(1);
            }
        }
    }

    private void unlock() throws SQLException {
        execute("SELECT pg_catalog.pg_advisory_unlock(" + (FLYWAYS_LOCK + table.hashCode()) + "); DISCARD SEQUENCES");
    }

    /** What Flyway's PostgreSQLDatabase makes. */
    private String historyTable() {
        return """
                CREATE TABLE %1$s (
                    installed_rank int NOT NULL,
                    version varchar(50),
                    description varchar(200) NOT NULL,
                    type varchar(20) NOT NULL,
                    script varchar(1000) NOT NULL,
                    checksum integer,
                    installed_by varchar(100) NOT NULL,
                    installed_on timestamp NOT NULL DEFAULT now(),
                    execution_time integer NOT NULL,
                    success boolean NOT NULL
                );
                ALTER TABLE %1$s ADD CONSTRAINT %2$s_pk PRIMARY KEY (installed_rank);
                CREATE INDEX %2$s_s_idx ON %1$s (success)
                """.formatted(table, FlywayConfigurations.HISTORY_TABLE);
    }

    /** Returns the statements of a migration, between those with which Flyway sees to it that no other one left its role or path. */
    private String statements(Step step) {
        String role = "SET ROLE " + literal(user);
        return role + NEXT + path.statement() + NEXT + step.plain().sqlFor(target.schema()) + NEXT + role;
    }

    /** Returns a statement that adds rows to a history. */
    static String insert(String table, String values) {
        return "INSERT INTO " + table
                + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                + " VALUES " + values;
    }

    private String values(Step step, int rank, String millis) {
        return values(step.row(rank, checksums), installedBy == null ? user : installedBy, millis);
    }

    /** Returns a row of a history with who did that migration and how long it took. */
    static String values(Row row, String by, String millis) {
        return Stream.of(
                        String.valueOf(row.rank()),
                        literal(row.version()),
                        literal(row.description()),
                        literal(row.type()),
                        literal(row.script()),
                        String.valueOf(row.checksum()),
                        literal(by),
                        millis,
                        "true")
                .collect(Collectors.joining(", ", "(", ")"));
    }

    static String literal(@Nullable String value) {
        return value == null ? "NULL" : "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
