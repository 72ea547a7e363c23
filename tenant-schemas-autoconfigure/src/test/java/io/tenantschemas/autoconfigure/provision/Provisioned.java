package io.tenantschemas.autoconfigure.provision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A running application in which tenants are saved, and what its database holds in fact. */
final class Provisioned implements AutoCloseable {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static @Nullable Provisioned shared;

    private final RunningApplication application;

    private final JdbcClient catalogue;

    private Provisioned(RunningApplication application) {
        this.application = application;
        this.catalogue = JdbcClient.create(application.database().dataSource());
    }

    /** Returns an application with a pool of one connection that all tests may use that leave it as it was. */
    static synchronized Provisioned shared() {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Starts an application with a pool of one connection and these properties. */
    static Provisioned start(String... properties) {
        return start(PostgresServer.forTests().createDatabase(), properties);
    }

    static Provisioned start(TestDatabase database, String... properties) {
        return start(database, ProvisioningApplication.class, properties);
    }

    static Provisioned start(TestDatabase database, Class<?> type, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.datasource.hikari.maximum-pool-size=1",
                "spring.datasource.hikari.connection-timeout=2000",
                // One node that tells itself: what others are told is tested with several.
                "tenant-schemas.registry.listen=false",
                "tenant-schemas.extra-search-path=extensions",
                "tenant-schemas.public-hosts=www.main.example",
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/provisioning/tenant"));
        // A property may come twice; the last one of the command line does not win, so it must be the only one.
        for (String property : properties) {
            all.removeIf(each -> each.startsWith(property.substring(0, property.indexOf('=') + 1)));
            all.add(property);
        }
        return new Provisioned(
                RunningApplication.start(database, type, WebApplicationType.NONE, all.toArray(String[]::new)));
    }

    /** Returns those properties and these. */
    static String[] together(String[] some, String... others) {
        return Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new);
    }

    /** Returns a client with a name and a domain that no other has. */
    static Client client(String name) {
        String schema = name + COUNTER.incrementAndGet();
        return client(schema, schema + ".example.com");
    }

    static Client client(String schema, String domain) {
        return new Client(schema, domain, "Client " + schema);
    }

    ClientRepository clients() {
        return bean(ClientRepository.class);
    }

    TenantProvisioner provisioner() {
        return bean(TenantProvisioner.class);
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(bean(PlatformTransactionManager.class));
    }

    TenantTemplate tenants() {
        return bean(TenantTemplate.class);
    }

    /** Returns a client on the application's data source, which routes. */
    JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** Returns a client on connections that the application knows nothing of. */
    JdbcClient catalogue() {
        return catalogue;
    }

    Script script() {
        return bean(Script.class);
    }

    RecordedEvents events() {
        return bean(RecordedEvents.class);
    }

    NoteService notes() {
        return bean(NoteService.class);
    }

    TestDatabase database() {
        return application.database();
    }

    void publish(Object event) {
        application.context().publishEvent(event);
    }

    <T> T bean(Class<T> type) {
        return application.bean(type);
    }

    <T> Optional<T> find(Class<T> type) {
        return application.context().getBeanProvider(type).stream().findFirst();
    }

    List<String> notesOf(Client client) {
        return catalogue
                .sql("SELECT text FROM \"%s\".note ORDER BY id".formatted(client.getSchemaName()))
                .query(String.class)
                .list();
    }

    /** Returns whose the host is, as a request would find it. */
    Optional<String> schemaOf(String host) {
        return bean(TenantRegistry.class)
                .findByHost(HostName.of(host))
                .map(Tenant::schema)
                .map(SchemaName::value);
    }

    boolean hasSchema(Client client) {
        return hasSchema(client.getSchemaName());
    }

    boolean hasSchema(String schema) {
        return count("SELECT count(*) FROM pg_namespace WHERE nspname = ?", schema) == 1;
    }

    boolean hasRow(Client client) {
        return count("SELECT count(*) FROM client WHERE schema_name = ?", client.getSchemaName()) == 1;
    }

    boolean hasDomain(String domain) {
        return count("SELECT count(*) FROM tenant_domain WHERE domain = ?", domain) == 1;
    }

    int primaryDomainsOf(Client client) {
        return count(
                "SELECT count(*) FROM tenant_domain d JOIN client c ON c.id = d.tenant_id WHERE is_primary AND schema_name = ?",
                client.getSchemaName());
    }

    private int count(String sql, String argument) {
        return catalogue.sql(sql).param(argument).query(Integer.class).single();
    }

    void assertComplete(Client... clients) {
        assertThat(Arrays.asList(clients)).allSatisfy(client -> {
            assertThat(hasRow(client)).isTrue();
            assertThat(hasDomain(client.getPrimaryDomain())).isTrue();
            assertThat(catalogue
                            .sql("SELECT table_name FROM information_schema.tables WHERE table_schema = ?")
                            .param(client.getSchemaName())
                            .query(String.class)
                            .list())
                    .containsExactlyInAnyOrder("note", "orders", "flyway_schema_history");
        });
    }

    void assertNothingOf(Client... clients) {
        assertThat(Arrays.asList(clients)).allSatisfy(client -> {
            assertThat(hasRow(client)).isFalse();
            assertThat(hasSchema(client)).isFalse();
            assertThat(hasDomain(client.getDomains().iterator().next())).isFalse();
        });
    }

    /** Makes sure that neither the thread nor a connection remembers anything, and takes back what the test wanted. */
    void assertAsBefore() {
        assertThat(TenantContext.isBound()).isFalse();
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
        assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                .isFalse();
        assertThat(jdbc().sql("SHOW search_path").query(String.class).single())
                .isEqualTo("public, extensions, pg_temp");
        script().clear();
        events().clear();
    }

    /** Stops the application and leaves the database to others. */
    void stop() {
        application.context().close();
    }

    @Override
    public void close() {
        application.close();
    }
}
