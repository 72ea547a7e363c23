package io.tenantschemas.autoconfigure.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * To which database a connection leads, in words that any user may ask for and that a pooler does not change.
 *
 * <p>The server's own number would not do: a standby and a restored backup have that of their original.
 *
 * @param name the database's name
 * @param oid the database's number in its server
 * @param server where the server is, as it sees that itself
 * @param startedAt when the server was started, which tells servers apart
 * @param isOfCluster whether it belongs to a cluster of Citus, in which the tables of one node are those of another
 */
record DatabaseIdentity(String name, long oid, String server, String startedAt, boolean isOfCluster) {

    private static final String SQL = """
            SELECT d.datname, d.oid::pg_catalog.int8,
                COALESCE(pg_catalog.host(pg_catalog.inet_server_addr()) || ':' || pg_catalog.inet_server_port(), 'a local socket'),
                pg_catalog.to_char(pg_catalog.timezone('UTC', pg_catalog.pg_postmaster_start_time()), 'YYYY-MM-DD HH24:MI:SS.US'),
                EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'citus')
            FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
            """;

    /** Asks on a connection, which is left as it was. */
    static DatabaseIdentity of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(SQL)) {
            result.next();
            return new DatabaseIdentity(
                    result.getString(1),
                    result.getLong(2),
                    result.getString(3),
                    result.getString(4),
                    result.getBoolean(5));
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }

    /** Returns whether what is made in one is there in the other, as far as can be told. */
    boolean isSameAs(DatabaseIdentity other) {
        return (oid == other.oid && startedAt.equals(other.startedAt)) || (isOfCluster && other.isOfCluster);
    }

    String describe() {
        return "database '%s' of the server at %s that was started at %s UTC".formatted(name, server, startedAt);
    }
}
