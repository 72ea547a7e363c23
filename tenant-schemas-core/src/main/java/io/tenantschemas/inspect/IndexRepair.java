package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import io.tenantschemas.inspect.Finding.InvalidIndex;
import io.tenantschemas.role.TenantRoles;
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

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource dataSource;

    private final InspectionRules rules;

    IndexRepair(DataSource dataSource, InspectionRules rules) {
        this.dataSource = dataSource;
        this.rules = rules;
    }

    /**
     * Builds it anew.
     *
     * @throws IndexNotRebuiltException if somebody uses the table and does not end, or if nobody but its owner may and cannot here
     * @throws SQLException if the database refused something else
     */
    void rebuild(InvalidIndex invalid) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                rebuildAsOwner(invalid, connection);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    private void rebuildAsOwner(InvalidIndex invalid, Connection connection) throws SQLException {
        TenantRoles roles = rules.roles();
        if (roles == null) {
            rebuildPatiently(invalid, connection);
            return;
        }
        if (rules.patience() == null) {
            throw IndexNotRebuiltException.behindPooler(invalid);
        }
        roles.verifyOwner(invalid.schema(), connection);
        roles.become(invalid.schema(), connection);
        try {
            rebuildPatiently(invalid, connection);
        } finally {
            roles.leave(connection);
        }
    }

    private void rebuildPatiently(InvalidIndex invalid, Connection connection) throws SQLException {
        Duration patience = rules.patience();
        if (patience == null) {
            rebuild(invalid, connection);
            return;
        }
        String before = replaceLockTimeout(patience.toMillis() + "ms", connection);
        try {
            rebuild(invalid, connection);
        } catch (SQLException refused) {
            if (LOCK_NOT_AVAILABLE.equals(refused.getSQLState())) {
                throw IndexNotRebuiltException.inUse(invalid, patience, refused);
            }
            throw refused;
        } finally {
            replaceLockTimeout(before, connection);
        }
    }

    private static String replaceLockTimeout(String timeout, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_catalog.current_setting('lock_timeout'), pg_catalog.set_config('lock_timeout', ?, false)")) {
            statement.setString(1, timeout);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
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

    /**
     * Removes what a failed attempt leaves, such as one that met duplicates: it would be one more that is not valid. Where whoever
     * uses the table is still there it stays, and is found by the next inspection.
     */
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
