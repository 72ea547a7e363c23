package io.tenantschemas.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.testdatabase.LimitedUser;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database with a schema {@code acme} that has something of every kind, made by a user who may do no more than own it. */
final class SchemaWithEverything implements AutoCloseable {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final LimitedUser user = LimitedUser.of(database);

    /** Sees and may do everything. */
    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    LimitedUser user() {
        return user;
    }

    TestDatabase database() {
        return database;
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    /** Makes what is in the public schema. */
    void share() throws SQLException {
        jdbc.execute("CREATE ROLE %s_reporter".formatted(database.name()));
        work(connection -> execute(connection, script("shared.sql")));
    }

    void makeEverything() throws SQLException {
        work(connection -> {
            execute(connection, "CREATE SCHEMA acme;SET LOCAL search_path = acme, public");
            executeEverything(connection);
        });
        // A value that was added to an enum can be used only then.
        work(this::fill);
    }

    void executeEverything(Connection connection) throws SQLException {
        for (String part : script("everything.sql").split("-- alone\n", -1)) {
            execute(connection, part);
        }
    }

    void fill(Connection connection) throws SQLException {
        execute(connection, "SET LOCAL search_path = acme, public;" + script("rows.sql"));
        int version = connection.getMetaData().getDatabaseMajorVersion();
        for (int since = 17; since <= version; since++) {
            execute(connection, script("since" + since + ".sql"));
        }
    }

    /** Works as the user, in a transaction. */
    void work(Work work) throws SQLException {
        try (Connection connection = user.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            work.on(connection);
            connection.commit();
        }
    }

    String script(String name) {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/schema/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("reporter", database.name() + "_reporter");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        user.close();
    }

    /** Something done with a connection. */
    @FunctionalInterface
    interface Work {

        void on(Connection connection) throws SQLException;
    }
}
