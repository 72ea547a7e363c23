package io.tenantschemas.isolationcheck.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DataSourceUtils;

import io.tenantschemas.isolationcheck.model.Row;

/** JDBC without anything around it. */
public final class PlainJdbc implements Access {

    private final DataSource dataSource;

    public PlainJdbc(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void insert(List<Row> rows) {
        on(connection -> insert(connection, rows));
    }

    @Override
    public void change(String marker, int amount) {
        on(connection -> update(connection, "UPDATE entry SET amount = ? WHERE marker = ?", amount, marker));
    }

    @Override
    public void delete(String marker) {
        on(connection -> update(connection, "DELETE FROM entry WHERE marker = ?", marker));
    }

    @Override
    public List<Row> findAll() {
        return on(PlainJdbc::findAll);
    }

    /** Inserts on a connection that the caller got in whatever way. */
    public static int insert(Connection connection, List<Row> rows) throws SQLException {
        for (Row row : rows) {
            update(
                    connection,
                    "INSERT INTO entry (marker, owner_id, stamp, writer, amount) VALUES (?, ?, ?, ?, ?)",
                    row.marker(),
                    row.ownerId(),
                    row.stamp(),
                    row.writer(),
                    row.amount());
        }
        return rows.size();
    }

    /** Reads all rows on a connection that the caller got in whatever way. */
    public static List<Row> findAll(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(EntryRows.SELECT)) {
            statement.setFetchSize(2);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(EntryRows.read(result));
                }
            }
        }
        return rows;
    }

    private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    private <T> T on(Work<T> work) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    @FunctionalInterface
    private interface Work<T> {

        T with(Connection connection) throws SQLException;
    }

    /** A failure of JDBC as it is. */
    public static final class UncheckedSqlException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public UncheckedSqlException(SQLException cause) {
            super(cause);
        }
    }
}
