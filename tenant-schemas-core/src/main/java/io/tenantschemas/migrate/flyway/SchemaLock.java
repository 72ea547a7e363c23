package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import io.tenantschemas.tenant.SchemaName;

/**
 * Lets one process at a time migrate a schema, for as long as that takes. Flyway's own lock is taken after it has looked at
 * the schema and given up after a while.
 */
final class SchemaLock implements AutoCloseable {

    /** Keeps our locks apart from the application's. */
    private static final int SPACE = 0x74656e61;

    private static final long FIRST_WAIT = 50;

    private static final long LONGEST_WAIT = 1000;

    private final SchemaName schema;

    private final Connection connection;

    private boolean hasFlyways;

    private SchemaLock(SchemaName schema, Connection connection) {
        this.schema = schema;
        this.connection = connection;
    }

    /**
     * Takes the lock.
     *
     * @param waits whether to wait for whoever has it
     * @return the lock, or empty if somebody else has it
     * @throws SQLException also when the thread is interrupted
     */
    static Optional<SchemaLock> take(SchemaName schema, Connection connection, boolean waits) throws SQLException {
        SchemaLock lock = new SchemaLock(schema, connection);
        return lock.take("pg_try_advisory_lock", waits) ? Optional.of(lock) : Optional.empty();
    }

    /**
     * Takes the lock, which is freed at the end of the transaction.
     *
     * @param waits whether to wait for whoever has it
     * @return whether it was free in the end
     * @throws SQLException also when the thread is interrupted
     */
    static boolean takeForTransaction(SchemaName schema, Connection connection, boolean waits) throws SQLException {
        return new SchemaLock(schema, connection).take("pg_try_advisory_xact_lock", waits);
    }

    /** Returns an expression that takes the lock until the transaction ends, and is true if nobody has it. */
    static String forTransaction(SchemaName schema) {
        return "pg_catalog.pg_try_advisory_xact_lock(" + SPACE + ", "
                + schema.value().hashCode() + ")";
    }

    private boolean take(String function, boolean waits) throws SQLException {
        boolean isTaken = call(function);
        // Asks again and again, because a statement that waits would itself hold up CREATE INDEX CONCURRENTLY.
        for (long wait = FIRST_WAIT; !isTaken && waits; wait = Math.min(2 * wait, LONGEST_WAIT)) {
            sleep(wait);
            isTaken = call(function);
        }
        return isTaken;
    }

    /**
     * Takes Flyway's own lock as well, if no program's Flyway has it. Ours does not wait for it then: who has a lock gets it again.
     *
     * @return whether it was free
     */
    boolean takeFlyways() throws SQLException {
        hasFlyways = callFlyways("pg_try_advisory_lock");
        return hasFlyways;
    }

    /** Does the same, until the end of the transaction. */
    static boolean takeFlywaysForTransaction(SchemaName schema, Connection connection) throws SQLException {
        return new SchemaLock(schema, connection).callFlyways("pg_try_advisory_xact_lock");
    }

    private static void sleep(long millis) throws SQLException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while another process migrates the schema", interrupted);
        }
    }

    @Override
    public void close() throws SQLException {
        if (hasFlyways) {
            callFlyways("pg_advisory_unlock");
        }
        call("pg_advisory_unlock");
    }

    private boolean callFlyways(String function) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT pg_catalog." + function + "(?)")) {
            query.setLong(1, MigrationSql.lock(schema));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private boolean call(String function) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT pg_catalog." + function + "(?, ?)")) {
            query.setInt(1, SPACE);
            query.setInt(2, schema.value().hashCode());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
