package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the last of several statements in one text, a query, answers in its only row. */
final class LastAnswer {

    private LastAnswer() {}

    static <T> T of(Connection connection, String sql, Reader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return of(statement, statement.execute(sql), reader);
        }
    }

    /**
     * Reads it, where the statements were executed.
     *
     * @param isResult whether the first of them was a query
     */
    static <T> T of(Statement statement, boolean isResult, Reader<T> reader) throws SQLException {
        boolean isQuery = isResult;
        while (!isQuery && statement.getUpdateCount() >= 0) {
            isQuery = statement.getMoreResults();
        }
        try (ResultSet result = statement.getResultSet()) {
            result.next();
            return reader.read(result);
        }
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Reader<T> {

        T read(ResultSet row) throws SQLException;
    }
}
