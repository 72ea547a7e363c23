package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.springframework.util.Assert;

/**
 * The server's lock table, which all sessions share. Whatever a transaction changes or drops holds a place in it until the
 * transaction ends; while there is none left, everybody else's statements fail.
 *
 * @param places how many places there are at least; the server may find room for some more
 */
public record LockTable(long places) {

    private static final String PLACES = """
            SELECT pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8
                * (pg_catalog.current_setting('max_connections')::pg_catalog.int8
                    + pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8)
            """;

    private static final String OUT_OF_LOCKS = "53200";

    /**
     * Asks the server.
     *
     * @throws SQLException if the database refused it
     */
    public static LockTable of(Connection connection) throws SQLException {
        Assert.notNull(connection, "'connection' must not be null");
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(PLACES)) {
            result.next();
            return new LockTable(result.getLong(1));
        }
    }

    /** Returns whether that many fit in, if nobody else has any. */
    public boolean holds(long locks) {
        return locks <= places;
    }

    /** Returns whether as much is left to everybody else as one transaction takes that takes that many. */
    public boolean leavesEnoughBeside(long locks) {
        return locks <= places / 2;
    }

    /** Returns how many a transaction should take that can do with less than all: one in eight. */
    public long part() {
        return Math.max(1, places / 8);
    }

    /** Returns whether the database refused something because there was no place left. */
    public static boolean isFull(SQLException refused) {
        return OUT_OF_LOCKS.equals(refused.getSQLState());
    }
}
