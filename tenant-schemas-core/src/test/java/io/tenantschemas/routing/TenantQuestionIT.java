package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class TenantQuestionIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = database.dataSource().getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        try (database) {
            connection.close();
        }
    }

    // As the parts of the question are called among themselves.
    @ParameterizedTest
    @ValueSource(strings = {"client", "asked_about", "tenant_row", "n", "d", "e"})
    void tellsATenantFromItsNamesakeWhateverTheTableIsCalled(String table) throws SQLException {
        TenantQuestion question = question("public." + table);
        execute("CREATE SCHEMA acme");
        execute("CREATE TABLE public.%s (id bigint, schema_name varchar(63))".formatted(table));
        execute("INSERT INTO public.%s VALUES (1, 'acme')".formatted(table));

        assertThat(ask(question, tenant(1, ACME))).containsExactly(true, true, false, false);
        assertThat(ask(question, tenant(2, ACME))).containsExactly(false, true, false, false);
        assertThat(ask(question, tenant(1, SchemaName.of("globex")))).containsExactly(false, false, false, false);
    }

    @Test
    void tellsThatASchemaMayNotBeUsed() throws SQLException {
        TenantQuestion question = question("public.client");
        execute("CREATE SCHEMA acme");
        execute("CREATE TABLE public.client AS SELECT 1 AS id, 'acme' AS schema_name");
        execute("GRANT SELECT ON public.client TO pg_monitor");
        execute("SET ROLE pg_monitor");

        assertThat(ask(question, tenant(1, ACME))).containsExactly(true, false, false, false);
    }

    @Test
    void tellsWhatTheSchemaHoldsAndItsTablesKeep() throws SQLException {
        TenantQuestion question = question("public.client");
        execute("CREATE SCHEMA acme");
        execute("CREATE TABLE public.client AS SELECT 1 AS id, 'acme' AS schema_name");
        Tenant acme = tenant(1, ACME);
        execute("CREATE TABLE acme.note (schema text DEFAULT current_schema())");
        assertThat(ask(question, acme, false)).containsExactly(true, true, false, false);
        assertThat(ask(question, acme, true)).containsExactly(true, true, false, true);

        execute("ALTER TABLE acme.note ALTER schema DROP DEFAULT");
        assertThat(ask(question, acme, true)).containsExactly(true, true, false, false);
        execute("CREATE TYPE acme.mood AS ENUM ('fine')");
        assertThat(ask(question, acme, true)).containsExactly(true, true, true, false);
    }

    @Test
    void isPlannedOnceForAllTenants() throws SQLException {
        TenantQuestion question = question("public.client");
        execute("CREATE TABLE public.client (id bigint, schema_name varchar(63))");

        for (int id = 1; id <= 20; id++) {
            ask(question, tenant(id, SchemaName.of("tenant" + id)));
        }

        assertThat(first("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%asked_about%'"))
                .isEqualTo("1");
    }

    private static TenantQuestion question(String table) {
        return new TenantQuestion(() -> Optional.of(new TenantRows(table, gone -> {})));
    }

    private static Tenant tenant(long id, SchemaName schema) {
        return new Tenant(id, schema, TenantStatus.ACTIVE, List.of());
    }

    private List<Boolean> ask(TenantQuestion question, Tenant tenant) throws SQLException {
        return ask(question, tenant, false);
    }

    /** Asks in both ways. */
    private List<Boolean> ask(TenantQuestion question, Tenant tenant, boolean expressions) throws SQLException {
        List<Boolean> withParameters = question.ask(connection, tenant, expressions, TenantQuestionIT::read);
        assertThat(LastAnswer.of(connection, question.about(tenant, expressions), TenantQuestionIT::read))
                .isEqualTo(withParameters);
        return withParameters;
    }

    private static List<Boolean> read(ResultSet row) throws SQLException {
        return List.of(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String first(String sql) throws SQLException {
        return LastAnswer.of(connection, sql, row -> row.getString(1));
    }
}
