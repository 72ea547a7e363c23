package io.tenantschemas.benchmarks.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.TenantTables;
import io.tenantschemas.benchmarks.database.TenantsDatabase;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExpectationIT {

    private static final int NUMBER = 3;

    private static final String NEW = "^(acme|globex)$";

    private static final ManyTenants TENANTS = ManyTenants.create(TenantTables.SMALL, NUMBER);

    private final Expectation expectation = Expectation.of(TENANTS);

    private final TenantsDatabase database = TENANTS.copy();

    @AfterAll
    static void dropTenants() {
        TENANTS.close();
    }

    @AfterEach
    void dropCopy() {
        database.close();
    }

    @Test
    void acceptsWhatWasLeftAsItIs() {
        assertThatCode(() -> check(false)).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatWasLeftAsItIsWhenThereWasSomethingToDo() {
        assertThatThrownBy(() -> check(true)).isInstanceOf(WrongSchemasException.class);
    }

    @Test
    void acceptsWhatWasMigrated() throws SQLException {
        migrate(NUMBER);
        assertThatCode(() -> check(true)).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatWasMigratedWhenThereWasNothingToDo() throws SQLException {
        migrate(NUMBER);
        assertThatThrownBy(() -> check(false)).isInstanceOf(WrongSchemasException.class);
    }

    @Test
    void refusesATenantThatWasLeftOut() throws SQLException {
        migrate(NUMBER - 1);
        assertThatThrownBy(() -> check(true))
                .isInstanceOf(WrongSchemasException.class)
                .hasMessageContaining("There should be 3 schemas");
    }

    @Test
    void refusesAHistoryThatSaysLessThanWasDone() throws SQLException {
        migrate(NUMBER);
        execute("DELETE FROM t0002.flyway_schema_history WHERE version = '3'");
        assertThatThrownBy(() -> check(true))
                .isInstanceOf(WrongSchemasException.class)
                .hasMessageContaining("history");
    }

    @Test
    void acceptsNewTenants() throws SQLException {
        create("acme", "globex");
        assertThatCode(() -> expectation.checkNew(database, NEW, 2, true)).doesNotThrowAnyException();
    }

    @Test
    void refusesNewTenantsThatAreNotAllThere() throws SQLException {
        create("acme");
        assertThatThrownBy(() -> expectation.checkNew(database, NEW, 2, true))
                .isInstanceOf(WrongSchemasException.class)
                .hasMessageContaining("There should be 2 schemas");
    }

    @Test
    void refusesANewTenantWithoutATable() throws SQLException {
        create("acme", "globex");
        execute("DROP TABLE globex.tags");
        assertThatThrownBy(() -> expectation.checkNew(database, NEW, 2, true))
                .isInstanceOf(WrongSchemasException.class)
                .hasMessageContaining("columns");
    }

    @Test
    void refusesANewTenantWithoutAHistoryUnlessNoneIsExpected() throws SQLException {
        create("acme", "globex");
        execute("DELETE FROM globex.flyway_schema_history");
        assertThatCode(() -> expectation.checkNew(database, NEW, 2, false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> expectation.checkNew(database, NEW, 2, true))
                .isInstanceOf(WrongSchemasException.class)
                .hasMessageContaining("history");
    }

    /** Makes the first tenants into others, whom nobody knew before. */
    private void create(String... names) throws SQLException {
        for (int i = 0; i < names.length; i++) {
            execute("ALTER SCHEMA t000%d RENAME TO %s".formatted(i + 1, names[i]));
        }
    }

    private void check(boolean withNext) {
        expectation.checkTenants(database, NUMBER, withNext);
    }

    private void migrate(int number) throws SQLException {
        for (int tenant = 1; tenant <= number; tenant++) {
            execute("SET search_path TO t000" + tenant
                    + ";"
                    + TENANTS.tables().next().sql()
                    + TENANTS.next().insert());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.address().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
