package io.tenantschemas.autoconfigure.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import jakarta.persistence.EntityManager;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.provision.again.Ticket;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.routing.RetiredTenants;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One of several applications that work with the same tenants. What it remembers would last for hours. */
final class Node implements AutoCloseable {

    private static final String LOCATIONS = "tenant-schemas.migrations.tenant.locations="
            + "classpath:db/tenant,classpath:db/provisioning/tenant,classpath:db/again/tenant";

    private final Provisioned application;

    private Node(Provisioned application) {
        this.application = application;
    }

    /** Starts a node that listens to others. */
    static Node listening(TestDatabase database, String... properties) {
        return listening(database, NamesAgainApplication.class, properties);
    }

    static Node listening(TestDatabase database, Class<?> type, String... properties) {
        Node node = start(database, type, "tenant-schemas.registry.listen=true", properties);
        await().until(() -> node.application.bean(TenantChangeReceiver.class).isListening());
        // Nothing is forgotten any more on account of the beginning.
        await().untilAsserted(() -> assertThat(node.heard()).contains(new TenantChange.Everything()));
        node.heard().clear();
        return node;
    }

    /** Starts a node that hears of nobody but itself. */
    static Node alone(TestDatabase database, String... properties) {
        return start(database, NamesAgainApplication.class, "tenant-schemas.registry.listen=false", properties);
    }

    private static Node start(TestDatabase database, Class<?> type, String listen, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add(listen);
        all.add(LOCATIONS);
        all.add("tenant-schemas.resolution.cache.time-to-live=5h");
        all.add("spring.cache.type=simple");
        return new Node(Provisioned.start(database, type, all.toArray(String[]::new)));
    }

    Provisioned application() {
        return application;
    }

    List<TenantChange> heard() {
        return application.bean(NamesAgainApplication.Heard.class).changes();
    }

    /** Makes a tenant with a note in it that says whose it is. */
    Client save(String schema, String domain, String note) {
        application.script().first(tenant -> application.notes().add(note));
        return application.clients().save(Provisioned.client(schema, domain));
    }

    Optional<Tenant> byHost(String host) {
        return application.bean(TenantRegistry.class).findByHost(HostName.of(host));
    }

    Optional<Tenant> bySchema(String schema) {
        return application.bean(TenantRegistry.class).findBySchema(SchemaName.of(schema));
    }

    List<String> notes(String schema) {
        return application
                .tenants()
                .execute(
                        schema,
                        () -> application
                                .jdbc()
                                .sql("SELECT text FROM note ORDER BY id")
                                .query(String.class)
                                .list());
    }

    /** Returns the tenant's notes as Spring's cache has them. */
    List<String> rememberedNotes(String schema) {
        return application
                .tenants()
                .execute(schema, () -> application.bean(RememberedNotes.class).all());
    }

    /** Returns all columns of the tenant's notes, read in a transaction, within which the driver repeats no statement. */
    List<Map<String, Object>> noteRows(Tenant tenant) {
        return application
                .tenants()
                .execute(
                        tenant,
                        () -> application
                                .transaction()
                                .execute(status -> application
                                        .jdbc()
                                        .sql("SELECT * FROM note ORDER BY id")
                                        .query()
                                        .listOfRows()));
    }

    /** Saves a ticket in that tenant, which says whose it is, and returns its key. */
    long ticket(String schema) {
        EntityManager entities = application.bean(EntityManager.class);
        return application.tenants().execute(schema, () -> {
            Ticket ticket =
                    new Ticket("of " + TenantContext.current().map(Tenant::id).orElseThrow());
            application.transaction().executeWithoutResult(status -> entities.persist(ticket));
            return Objects.requireNonNull(ticket.getId());
        });
    }

    /** Returns what the ticket with that key says, as Hibernate's second-level cache has it. */
    String ticketText(String schema, long key) {
        EntityManager entities = application.bean(EntityManager.class);
        return application
                .tenants()
                .execute(schema, () -> entities.find(Ticket.class, key).getText());
    }

    /** Returns whether the driver has prepared that statement in the only session. */
    boolean hasPreparedLike(String sql) {
        return application
                .jdbc()
                .sql("SELECT count(*) > 0 FROM pg_prepared_statements WHERE statement LIKE ?")
                .param(sql)
                .query(Boolean.class)
                .single();
    }

    boolean isRetired(Tenant tenant) {
        return application.bean(RetiredTenants.class).contains(tenant);
    }

    /** Stops the node, not the database. */
    @Override
    public void close() {
        application.stop();
    }
}
