package io.tenantschemas.autoconfigure.migrate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Where each history belongs to its tenant's role, and nobody else may read it. */
class RequireCurrentRoleIT {

    private static final String OLD = "tenant-schemas.migrations.tenant.locations=classpath:db/tenant";

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    @AfterEach
    void close() {
        database.closeWithRoles();
    }

    private RunningApplication start(String... properties) {
        String[] all = new String[properties.length + 2];
        System.arraycopy(properties, 0, all, 0, properties.length);
        all[properties.length] = "tenant-schemas.routing.strategy=role";
        all[properties.length + 1] = "spring.datasource.hikari.maximum-pool-size=1";
        return RunningApplication.start(database, ClientApplication.class, WebApplicationType.SERVLET, all);
    }

    @Test
    void aTenantIsServedOnceItIsMigrated() {
        RunningApplication old = start(OLD);
        old.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
        old.context().close();
        RunningApplication recent =
                start(OLD + ",classpath:db/deploy/expand", "spring.config.import=classpath:deploy/serving.properties");
        try {
            assertThat(recent.get("acme.example.com", "/notes").body()).contains("urn:tenant-schemas:being-updated");
            assertThat(recent.bean(TenantMigrator.class)
                            .migrate(MigrationRequest.tenants())
                            .migrated())
                    .hasSize(1);
            assertThat(recent.get("acme.example.com", "/notes").status()).isEqualTo(200);
        } finally {
            recent.context().close();
        }
    }
}
