package io.tenantschemas.autoconfigure.routing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.routing.UnroutedDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests of a node that nobody told that a tenant was dropped, and its name and its host given to another. */
class StaleTenantRequestIT {

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application =
                RunningApplication.start(ClientApplication.class, "tenant-schemas.resolution.cache.time-to-live=1h");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void failOnceAndAreThenTheNewTenants() {
        Client old = application.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
        application
                .bean(TenantTemplate.class)
                .executeWithoutResult(
                        "acme", () -> application.bean(NoteRepository.class).save(new Note("of the old one")));
        assertThat(application.get("acme.example.com", "/notes").body()).contains("of the old one");
        assertThat(old.getId()).isEqualTo(1);

        // As another node would: nothing of it passes through this application.
        new JdbcTemplate(application.bean(UnroutedDataSource.class).dataSource()).execute("""
                ALTER SCHEMA acme RENAME TO acme_dropped;
                DELETE FROM client;
                INSERT INTO client (id, schema_name, status, name, on_trial, created_on)
                    VALUES (2, 'acme', 'ACTIVE', 'Another', false, '2026-01-01');
                INSERT INTO tenant_domain VALUES (2, 'acme.example.com', true);
                CREATE SCHEMA acme;
                CREATE TABLE acme.note (LIKE acme_dropped.note INCLUDING ALL);
                INSERT INTO acme.note (text) VALUES ('of the new one');
                """);

        // At once, or within the second for which the last answer about the tenant is good.
        await().untilAsserted(() -> assertThat(
                        application.get("acme.example.com", "/notes").status())
                .isEqualTo(500));
        assertThat(application.get("acme.example.com", "/notes").body())
                .contains("of the new one")
                .doesNotContain("of the old one");
    }
}
