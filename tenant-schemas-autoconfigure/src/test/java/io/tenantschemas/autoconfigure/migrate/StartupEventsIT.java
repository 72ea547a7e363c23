package io.tenantschemas.autoconfigure.migrate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.migrate.TenantMigrated;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever hears of migrations at start-up may need what waits for them. */
class StartupEventsIT {

    private static final String TENANT = "tenant-schemas.migrations.tenant.locations=classpath:db/tenant";

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    @BeforeEach
    void saveTenantsThatWillBeBehind() {
        RunningApplication before = start(ClientApplication.class, TENANT);
        before.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
        before.bean(ClientRepository.class).save(new Client("globex", "globex.example.com", "Globex"));
        before.context().close();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private RunningApplication start(Class<?> type, String... properties) {
        return RunningApplication.start(database, type, WebApplicationType.NONE, properties);
    }

    @Test
    void aListenerThatNeedsTheEntityManagerFactoryHearsOfEachTenant() {
        RunningApplication application = start(
                Listening.class,
                TENANT + ",classpath:db/deploy/expand",
                "tenant-schemas.migrations.on-startup=all",
                // Whoever held a connection while it publishes would keep the listener waiting.
                "spring.datasource.hikari.maximum-pool-size=1",
                "spring.datasource.hikari.connection-timeout=2000");
        try {
            assertThat(application.bean(NamesOfMigrated.class).names()).containsExactlyInAnyOrder("Acme", "Globex");
        } finally {
            application.context().close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ClientApplication.class, NamesOfMigrated.class})
    static class Listening {}

    /** Looks up the names of tenants that were migrated. */
    static class NamesOfMigrated {

        private final EntityManagerFactory entities;

        private final List<String> names = new CopyOnWriteArrayList<>();

        NamesOfMigrated(EntityManagerFactory entities) {
            this.entities = entities;
        }

        @EventListener
        void onTenantMigrated(TenantMigrated event) {
            try (EntityManager manager = entities.createEntityManager()) {
                names.add(manager.createQuery("SELECT c.name FROM Client c WHERE c.schemaName = :schema", String.class)
                        .setParameter("schema", event.result().target().schema().value())
                        .getSingleResult());
            }
        }

        List<String> names() {
            return names;
        }
    }
}
