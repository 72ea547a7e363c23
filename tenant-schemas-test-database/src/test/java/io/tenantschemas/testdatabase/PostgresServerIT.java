package io.tenantschemas.testdatabase;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresServerIT {

    @Test
    void isTheSameEachTime() {
        assertThat(PostgresServer.forTests()).isSameAs(PostgresServer.forTests());
    }

    @Test
    void createsADatabaseThatWorks() throws SQLException {
        try (TestDatabase database = PostgresServer.forTests().createDatabase();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (name text)");
            assertThat(connection.getCatalog()).isEqualTo(database.name());
            assertThat(connection.getMetaData().getURL()).startsWith(database.url());
        }
    }

    @Test
    void dropsADatabaseThatIsStillInUse() throws SQLException {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(connection.isValid(10)).isTrue();
            database.close();
            assertThat(connection.isValid(10)).isFalse();
        }
        assertThatThrownBy(() -> database.dataSource().getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void closesADatabaseTwice() {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        database.close();
        database.close();
    }

    @Test
    void keepsTwoDatabasesApart() throws SQLException {
        try (TestDatabase one = PostgresServer.forTests().createDatabase();
                TestDatabase other = PostgresServer.forTests().createDatabase()) {
            Sql.execute(one, "CREATE TABLE product (name text)");
            Sql.execute(other, "CREATE TABLE product (price integer)");
            assertThat(one.name()).isNotEqualTo(other.name());
        }
    }

    @Test
    void lendsAUserWhoMayCreateRoles() throws SQLException {
        try (TestDatabase database = PostgresServer.forTests().createDatabase()) {
            String role = "role_of_" + database.name();
            Sql.execute(database, "CREATE ROLE " + role);
            Sql.execute(database, "DROP ROLE " + role);
        }
    }
}
