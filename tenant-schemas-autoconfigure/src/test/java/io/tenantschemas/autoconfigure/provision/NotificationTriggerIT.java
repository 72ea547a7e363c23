package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The triggers of the documentation, and somebody who writes with {@code psql}. */
class NotificationTriggerIT {

    private static final String HOST = "acme.example.com";

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.listening(
                DATABASE,
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/notification/shared");
    }

    @AfterAll
    static void stop() {
        node.close();
        DATABASE.close();
    }

    private static void sql(String sql) {
        node.application().catalogue().sql(sql).update();
    }

    private static Optional<String> schemaOf(String host) {
        return node.byHost(host).map(Tenant::schema).map(SchemaName::value);
    }

    @Test
    void tellsOfEveryWriter() {
        assertThat(node.byHost(HOST)).isEmpty();
        sql("INSERT INTO client (id, schema_name, status, name, on_trial, created_on)"
                + " VALUES (1000, 'acme', 'ACTIVE', 'Acme', true, current_date),"
                + " (1001, 'globex', 'ACTIVE', 'Globex', true, current_date)");
        sql("INSERT INTO tenant_domain VALUES (1000, '%s', true)".formatted(HOST));
        await().untilAsserted(() -> assertThat(schemaOf(HOST)).contains("acme"));

        sql("UPDATE client SET status = 'SUSPENDED' WHERE id = 1000");
        await().untilAsserted(
                        () -> assertThat(node.byHost(HOST)).map(Tenant::status).contains(TenantStatus.SUSPENDED));

        node.heard().clear();
        sql("UPDATE client SET plan = 'premium' WHERE id = 1000");
        await().untilAsserted(() ->
                assertThat(node.heard()).containsExactly(new TenantChange.Changed(1000, SchemaName.of("acme"))));

        sql("UPDATE tenant_domain SET tenant_id = 1001 WHERE tenant_id = 1000");
        await().untilAsserted(() -> assertThat(schemaOf(HOST)).contains("globex"));

        Tenant before = node.byHost(HOST).orElseThrow();
        sql("UPDATE client SET schema_name = 'initech' WHERE id = 1001");
        await().untilAsserted(() -> assertThat(schemaOf(HOST)).contains("initech"));
        await().untilAsserted(() -> assertThat(node.isRetired(before)).isTrue());

        sql("DELETE FROM tenant_domain WHERE tenant_id = 1001");
        await().untilAsserted(() -> assertThat(node.byHost(HOST)).isEmpty());

        Tenant initech = node.bySchema("initech").orElseThrow();
        sql("DELETE FROM client WHERE id = 1001");
        await().untilAsserted(() -> assertThat(node.bySchema("initech")).isEmpty());
        await().untilAsserted(() -> assertThat(node.isRetired(initech)).isTrue());

        assertThat(node.bySchema("acme")).isPresent();
        sql("TRUNCATE client CASCADE");
        await().untilAsserted(() -> assertThat(node.bySchema("acme")).isEmpty());
    }

    @Test
    void saysNothingTwiceOfWhatTheLibraryDoes() {
        Client hooli = node.save("hooli", "hooli.example.com", "hooli");
        awaitAllOfWhatWasSaid();
        node.application().provisioner().suspend("hooli");
        node.application().provisioner().resume("hooli");
        TenantChange changed = new TenantChange.Changed(hooli.toTenant().id(), SchemaName.of("hooli"));
        List<TenantChange> heard = awaitAllOfWhatWasSaid();
        // Once directly and once through the database, each.
        assertThat(heard).filteredOn(changed::equals).hasSize(4);
    }

    private static List<TenantChange> awaitAllOfWhatWasSaid() {
        sql("NOTIFY tenant_schemas_public, 'everything'");
        await().until(() -> node.heard().contains(new TenantChange.Everything()));
        List<TenantChange> heard = List.copyOf(node.heard());
        node.heard().clear();
        return heard;
    }
}
