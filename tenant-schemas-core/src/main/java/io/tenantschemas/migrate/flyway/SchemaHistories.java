package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.flyway.SchemaHistory.Row;
import io.tenantschemas.tenant.SchemaName;

/** Reads the histories of many schemas at once. */
final class SchemaHistories {

    /**
     * How many histories one statement reads. Each takes three places in the server's lock table, for the table and its indexes,
     * until the statement's transaction ends, and several of such statements may run at the same time.
     */
    static final int AT_ONCE = 125;

    private static final String WITH_HISTORY = """
            SELECT n.nspname
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = ? AND c.relkind IN ('r', 'p') AND n.nspname = ANY (?)
            """;

    private final Connection connection;

    SchemaHistories(Connection connection) {
        this.connection = connection;
    }

    /** Reads the history of a schema that has one. */
    SchemaHistory read(SchemaName schema) throws SQLException {
        return histories(List.of(schema)).get(0);
    }

    /**
     * Reads the histories of those schemas that have one, but for those that cannot be read, because they are being dropped or
     * are not the user's to read.
     *
     * @throws SQLException if the connection does not work any more
     */
    void read(List<SchemaName> schemas, BiConsumer<SchemaName, SchemaHistory> action) throws SQLException {
        List<SchemaName> present = withHistory(schemas);
        for (int start = 0; start < present.size(); start += AT_ONCE) {
            readTogether(present.subList(start, Math.min(start + AT_ONCE, present.size())), "1s", action);
        }
    }

    private void readTogether(
            List<SchemaName> schemas, String lockTimeout, BiConsumer<SchemaName, SchemaHistory> action)
            throws SQLException {
        List<SchemaHistory> histories = historiesOrNone(schemas, lockTimeout);
        for (int i = 0; i < histories.size(); i++) {
            action.accept(schemas.get(i), histories.get(i));
        }
        if (histories.isEmpty() && schemas.size() > 1) {
            int half = schemas.size() / 2;
            // All of them have waited.
            readTogether(schemas.subList(0, half), "50ms", action);
            readTogether(schemas.subList(half, schemas.size()), "50ms", action);
        }
    }

    private List<SchemaName> withHistory(List<SchemaName> schemas) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WITH_HISTORY)) {
            query.setString(1, FlywayConfigurations.HISTORY_TABLE);
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "text", schemas.stream().map(SchemaName::value).toArray()));
            List<SchemaName> present = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    present.add(SchemaName.of(rows.getString(1)));
                }
            }
            return present;
        }
    }

    private List<SchemaHistory> historiesOrNone(List<SchemaName> schemas, String lockTimeout) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // Whoever drops one of them does not hold up the others.
            statement.execute("SET LOCAL lock_timeout = '" + lockTimeout + "'");
            return histories(schemas);
        } catch (SQLException refused) {
            if (connection.isClosed()) {
                throw refused;
            }
            return List.of();
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private List<SchemaHistory> histories(List<SchemaName> schemas) throws SQLException {
        List<List<Row>> histories = new ArrayList<>();
        schemas.forEach(schema -> histories.add(new ArrayList<>()));
        // Not prepared: the server would keep a plan of hundreds of tables that nobody asks for again.
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query(schemas))) {
            while (rows.next()) {
                histories.get(rows.getInt(1)).add(row(rows));
            }
        }
        histories.forEach(each -> each.sort(Comparator.comparingInt(Row::rank)));
        return histories.stream().map(SchemaHistory::new).toList();
    }

    private static String query(List<SchemaName> schemas) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < schemas.size(); i++) {
            sql.append(i == 0 ? "" : " UNION ALL ")
                    .append("SELECT ")
                    .append(i)
                    .append(", installed_rank, version, description, type, script, checksum, success FROM ")
                    .append(schemas.get(i).qualify(FlywayConfigurations.HISTORY_TABLE));
        }
        return sql.toString();
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getInt(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                checksum(rows),
                rows.getBoolean(8));
    }

    private static @Nullable Integer checksum(ResultSet rows) throws SQLException {
        int checksum = rows.getInt(7);
        return rows.wasNull() ? null : checksum;
    }
}
