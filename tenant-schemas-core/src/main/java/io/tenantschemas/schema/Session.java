package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The connection of the caller, in the caller's transaction.
 *
 * @param connection the connection
 */
record Session(Connection connection) {

    /** Between statements; on a line of its own, because a comment may end with the line. */
    private static final String NEXT = "\n;\n";

    /** The driver does not find the end of a statement that has such a body in it. */
    private static final String PARSED_BODY = "BEGIN ATOMIC";

    /** How long a text gets at most, if its statements are not longer. */
    private static final int LONGEST = 16 * 1024;

    <T> List<T> query(String sql, Row<T> row) throws SQLException {
        List<T> results = new ArrayList<>();
        try (Statement statement = statement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                results.add(row.read(rows));
            }
        }
        return results;
    }

    List<String> texts(String sql) throws SQLException {
        return query(sql, row -> row.getString(1));
    }

    /** Executes statements in few round trips. */
    void execute(List<String> statements) throws SQLException {
        StringBuilder message = new StringBuilder();
        for (String each : statements) {
            boolean isAlone = each.contains(PARSED_BODY);
            if (!message.isEmpty() && (isAlone || message.length() + NEXT.length() + each.length() > LONGEST)) {
                execute(message.toString());
                message.setLength(0);
            }
            message.append(message.isEmpty() ? "" : NEXT).append(each);
            if (isAlone) {
                execute(message.toString());
                message.setLength(0);
            }
        }
        if (!message.isEmpty()) {
            execute(message.toString());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = statement()) {
            statement.execute(sql);
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        // What stands in braces is the application's own text.
        statement.setEscapeProcessing(false);
        // Otherwise a query would end where its rows are not read any further.
        statement.setFetchSize(0);
        return statement;
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Row<T> {

        T read(ResultSet row) throws SQLException;
    }
}
