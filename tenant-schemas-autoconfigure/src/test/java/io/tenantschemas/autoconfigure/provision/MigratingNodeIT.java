package io.tenantschemas.autoconfigure.provision;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A migration after which a tenant needs its path, which takes a minute to notice for those whom nobody tells. */
class MigratingNodeIT {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final String[] PROPERTIES = {
        "tenant-schemas.routing.strategy=qualified",
        "tenant-schemas.migrations.tenant.locations="
                + "classpath:db/tenant,classpath:db/provisioning/tenant,classpath:db/migrated/tenant"
    };

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static Provisioned here;

    private static Provisioned there;

    @BeforeAll
    static void start() {
        here = Provisioned.start(DATABASE, PROPERTIES);
        there = Provisioned.start(DATABASE, Provisioned.together(PROPERTIES, "tenant-schemas.registry.listen=true"));
        await().until(() -> there.bean(TenantChangeReceiver.class).isListening());
        here.clients().save(Provisioned.client("acme", "acme.example.com"));
    }

    @AfterAll
    static void stop() {
        there.stop();
        here.stop();
        DATABASE.close();
    }

    @BeforeEach
    void forgetTheMigration() {
        here.catalogue().sql("ALTER TABLE acme.note ALTER text DROP DEFAULT").update();
        here.catalogue()
                .sql("UPDATE acme.flyway_schema_history SET checksum = 0 WHERE version IS NULL")
                .update();
        for (Provisioned node : List.of(here, there)) {
            node.bean(RoutingDataSource.class).router().migratedSchemas().add(ACME);
            assertThat(isPointed(node)).isFalse();
        }
    }

    /** Returns whether a connection for the tenant has its path from the beginning. */
    private static boolean isPointed(Provisioned node) {
        node.tenants()
                .executeWithoutResult(
                        ACME,
                        () -> node.jdbc().sql("SELECT text FROM note").query().listOfRows());
        return node.bean(RoutingDataSource.class).choice().tenantsByPath() == 1;
    }

    private static void migrateHere() {
        assertThat(here.bean(TenantMigrator.class)
                        .migrate(MigrationRequest.tenants())
                        .results())
                .hasOnlyElementsOfType(Migrated.class);
    }

    @Test
    void isKnownAtOnceToTheNodeThatMigrated() {
        migrateHere();

        assertThat(isPointed(here)).isTrue();
    }

    @Test
    void isKnownToOthersWhenTheyHearOfIt() {
        migrateHere();

        await().until(() -> isPointed(there));
    }
}
