package io.tenantschemas.testdatabase;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

class PgBouncerIT {

    private static TestDatabase database;

    private static PgBouncer pooler;

    @BeforeAll
    static void start() {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(PgBouncer.isInstalled()).as("PgBouncer is installed").isTrue();
        }
        database = PostgresServer.forTests().createDatabase();
        pooler = PgBouncer.before(database, 1);
    }

    @AfterAll
    static void stop() {
        if (pooler != null) {
            pooler.close();
            database.close();
        }
    }

    @Test
    void givesAConnectionToTheNextClientAfterEachTransaction() throws SQLException {
        try (Connection one = connect();
                Connection other = connect()) {
            execute(one, "SET search_path = acme");

            assertThat(read(other, "SHOW search_path")).isEqualTo("acme");
        }
    }

    @Test
    void keepsAConnectionForTheLengthOfATransaction() throws SQLException {
        try (Connection one = connect()) {
            one.setAutoCommit(false);
            execute(one, "SET LOCAL search_path = globex");
            assertThat(read(one, "SHOW search_path")).isEqualTo("globex");
            one.commit();

            assertThat(read(one, "SHOW search_path")).isNotEqualTo("globex");
        }
    }

    @Test
    void isGoneWhenItIsClosed() throws SQLException {
        PgBouncer another = PgBouncer.before(database, 1);
        String url = another.url();
        another.close();
        another.close();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url, database.username(), database.password()));
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(pooler.url(), database.username(), database.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
