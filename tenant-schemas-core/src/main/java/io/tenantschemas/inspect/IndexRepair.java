package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import io.tenantschemas.inspect.Finding.InvalidIndex;
import io.tenantschemas.tenant.SchemaName;

/** Builds indexes anew while their tables are in use. */
final class IndexRepair {

    private static final String LEFT_OVER = """
            SELECT c.relname
            FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
                JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
                JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            WHERE n.nspname = ? AND t.relname = ? AND NOT i.indisvalid
                AND c.relname OPERATOR(pg_catalog.~) '_ccnew[0-9]*$'
            """;

    private final DataSource dataSource;

    IndexRepair(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void rebuild(InvalidIndex invalid) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                rebuild(invalid, connection);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    private static void rebuild(InvalidIndex invalid, Connection connection) throws SQLException {
        List<String> before = leftOver(invalid, connection);
        try {
            execute("REINDEX INDEX CONCURRENTLY " + invalid.schema().qualify(invalid.index()), connection);
        } catch (SQLException refused) {
            removeNew(before, invalid, connection, refused);
            throw refused;
        }
    }

    /** Removes what a failed attempt leaves, such as one that met duplicates: it would be one more that is not valid. */
    private static void removeNew(
            List<String> before, InvalidIndex invalid, Connection connection, SQLException refused) {
        try {
            SchemaName schema = invalid.schema();
            for (String index : leftOver(invalid, connection)) {
                if (!before.contains(index)) {
                    execute("DROP INDEX CONCURRENTLY " + schema.qualify(index), connection);
                }
            }
        } catch (SQLException alsoRefused) {
            refused.addSuppressed(alsoRefused);
        }
    }

    private static List<String> leftOver(InvalidIndex invalid, Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(LEFT_OVER)) {
            query.setString(1, invalid.schema().value());
            query.setString(2, invalid.table());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    private static void execute(String sql, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
