package io.tenantschemas.benchmarks.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.tenantschemas.benchmarks.database.DatabaseAddress;
import io.tenantschemas.benchmarks.measure.ProcessorTime;

/** Looks at the server of a database from a connection of its own. */
final class ServerWatch implements AutoCloseable {

    private final Connection connection;

    private final long process;

    private ServerWatch(Connection connection, long process) {
        this.connection = connection;
        this.process = process;
    }

    static ServerWatch on(DatabaseAddress database) {
        try {
            Connection connection = database.connect();
            return new ServerWatch(connection, process(connection));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static long process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Has the server write what it would have to write later, at somebody else's cost. */
    void settle() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns for how many milliseconds processors worked for the server; zero where that is not told. */
    double processorMillis() {
        return ProcessorTime.ofFamily(process).orElse(0.0);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
