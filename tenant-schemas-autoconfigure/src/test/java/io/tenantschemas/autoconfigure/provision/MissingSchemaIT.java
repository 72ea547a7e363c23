package io.tenantschemas.autoconfigure.provision;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Response;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A tenant whose row somebody has written with {@code psql}. */
class MissingSchemaIT {

    private static final String INSERT = """
            INSERT INTO client (id, schema_name, status, name, on_trial, created_on)
                VALUES (1000, 'globex', 'ACTIVE', 'Globex', true, current_date);
            INSERT INTO tenant_domain VALUES (1000, 'globex.example.com', true);
            """;

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate psql = new JdbcTemplate(database.dataSource());

    @AfterEach
    void dropDatabase() {
        database.closeWithRoles();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routing.strategy=search-path",
                "routing.strategy=qualified",
                "routing.scope=transaction tenant-schemas.routing.prepared-statements=true",
                "routing.strategy=role"
            })
    void isRefusedPolitelyUntilItHasOneAndServedAtOnceThen(String routing) {
        RunningApplication application = start(("tenant-schemas." + routing).split(" "));
        try {
            application.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
            assertThat(application.get("acme.example.com", "/notes").status()).isEqualTo(200);
            psql.execute(INSERT);

            assertThat(new String[] {"/notes", "/search-path", "/tenant"})
                    .allSatisfy(path -> assertNotSetUp(application.get("globex.example.com", path)));
            assertNotSetUp(application.post("globex.example.com", "/notes", "lost"));
            assertThat(application.get("acme.example.com", "/notes").status()).isEqualTo(200);

            psql.execute(
                    routing.endsWith("role")
                            ? "CREATE ROLE globex; CREATE SCHEMA globex AUTHORIZATION globex; GRANT SELECT ON client, tenant_domain TO globex"
                            : "CREATE SCHEMA globex");
            assertThat(application
                            .bean(TenantMigrator.class)
                            .migrate(MigrationRequest.only(SchemaName.of("globex")))
                            .migrated())
                    .hasSize(1);
            Response served = application.get("globex.example.com", "/notes");
            assertThat(served.status()).isEqualTo(200);
            assertThat(served.body()).isEqualTo("[]");
            assertThat(application.get("globex.example.com", "/tenant").body()).isEqualTo("globex Globex");
        } finally {
            application.context().close();
        }
    }

    private RunningApplication start(String... properties) {
        return RunningApplication.start(database, ClientApplication.class, WebApplicationType.SERVLET, properties);
    }

    private static void assertNotSetUp(Response response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.head()).contains("Retry-After: 60", "application/problem+json");
        assertThat(response.body()).contains("urn:tenant-schemas:not-set-up");
    }
}
