package io.tenantschemas.isolationcheck.way;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.isolationcheck.application.Client;
import io.tenantschemas.isolationcheck.application.ClientRepository;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** A running application with the tenants acme and globex, and one session of the server unless told otherwise. */
final class TwoTenants implements AutoCloseable {

    static final SchemaName ACME = SchemaName.of("acme");

    static final SchemaName GLOBEX = SchemaName.of("globex");

    private static final Map<String, TwoTenants> SHARED = new HashMap<>();

    private static final long IDS = 1_000_000_000L;

    private final Server server;

    private final ConfigurableApplicationContext application;

    private final String description;

    private TwoTenants(Server server, ConfigurableApplicationContext application, String description) {
        this.server = server;
        this.application = application;
        this.description = description;
    }

    /** Returns an application that all tests may use that leave its two tenants there. */
    static TwoTenants shared(Class<?> type, String... properties) {
        return shared(Reach.DIRECT, type, properties);
    }

    /** Returns an application that gets to the server in that way and that all tests may use, as above. */
    static TwoTenants shared(Reach reach, Class<?> type, String... properties) {
        synchronized (SHARED) {
            if (reach.hasRoles()) {
                // They are the server's: a second application's tenants could not have the same.
                stopOthersWithRoles(key(reach, type, properties));
            }
            return SHARED.computeIfAbsent(key(reach, type, properties), key -> {
                TwoTenants started = start(reach, type, properties);
                Runtime.getRuntime().addShutdownHook(new Thread(started::close));
                return started;
            });
        }
    }

    private static String key(Reach reach, Class<?> type, String... properties) {
        return reach + " " + type + String.join(" ", properties);
    }

    private static void stopOthersWithRoles(String key) {
        SHARED.entrySet().removeIf(other -> {
            boolean stopped =
                    other.getValue().server.hasRoles() && !other.getKey().equals(key);
            if (stopped) {
                other.getValue().close();
            }
            return stopped;
        });
    }

    private static TwoTenants start(Reach reach, Class<?> type, String... properties) {
        Server server = Server.start(reach);
        try {
            TwoTenants tenants = new TwoTenants(
                    server,
                    run(server, type, properties),
                    "%s, %s %s".formatted(reach, type.getSimpleName(), String.join(" ", properties)));
            tenants.create(ACME);
            tenants.create(GLOBEX);
            return tenants;
        } catch (RuntimeException | Error failure) {
            server.close();
            throw failure;
        }
    }

    private static ConfigurableApplicationContext run(Server server, Class<?> type, String... properties) {
        List<String> all = new ArrayList<>(server.properties());
        all.addAll(List.of(
                "spring.datasource.hikari.connection-timeout=5000",
                "spring.jpa.properties.hibernate.jdbc.batch_size=10",
                "spring.main.banner-mode=off",
                "spring.jmx.enabled=false"));
        for (String property : properties) {
            all.removeIf(each -> each.startsWith(property.substring(0, property.indexOf('=') + 1)));
            all.add(property);
        }
        return new SpringApplicationBuilder(type)
                .web(WebApplicationType.NONE)
                .initializers(context -> {
                    GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(
                            TenantInitializer.class, () -> tenant -> seed(beans.getBean(JdbcClient.class), tenant));
                })
                .run(all.stream().map(each -> "--" + each).toArray(String[]::new));
    }

    private static void seed(JdbcClient jdbc, Tenant tenant) {
        jdbc.sql("INSERT INTO identity_card (owner_id, stamp) VALUES (?, ?)")
                .params(tenant.id(), "stamp of " + tenant.id())
                .update();
        jdbc.sql("ALTER SEQUENCE entry_seq RESTART WITH " + (tenant.id() * IDS + 1000))
                .update();
    }

    private void create(SchemaName name) {
        bean(ClientRepository.class).save(new Client(name.value(), name + ".example.com", "stamp"));
    }

    /** Drops acme and makes a new one. */
    void replaceAcme() {
        bean(TenantProvisioner.class).drop(ACME);
        create(ACME);
    }

    String describe() {
        return description;
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return application.getBean(name, type);
    }

    ConfigurableApplicationContext context() {
        return application;
    }

    TenantTemplate template() {
        return bean(TenantTemplate.class);
    }

    TransactionTemplate transaction() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(bean(PlatformTransactionManager.class));
        template.setPropagationBehavior(propagation);
        return template;
    }

    /** Returns a row for that tenant, with another marker than all others unless they are given the same. */
    Row row(SchemaName tenant, String marker) {
        return new Row(0, marker, 0, tenant.value(), 0, 1);
    }

    /** Returns what a tenant has in fact, asked past the application. */
    List<Row> rowsOf(SchemaName tenant) {
        return JdbcClient.create(dataSource())
                .sql("SELECT id, marker, owner_id, stamp, writer, amount FROM " + tenant.qualify("entry")
                        + " ORDER BY marker")
                .query(Row.class)
                .list();
    }

    /** Returns the id of the tenant from whose sequence {@code row} has its own. */
    static long ownerOfId(Row row) {
        return row.id() / IDS;
    }

    long idOf(SchemaName tenant) {
        return JdbcClient.create(dataSource())
                .sql("SELECT id FROM public.client WHERE schema_name = ?")
                .param(tenant.value())
                .query(Long.class)
                .single();
    }

    /** Returns whether statements outside of transactions leave none under way. */
    boolean hasAutoCommit() {
        return application.getEnvironment().getProperty("spring.datasource.hikari.auto-commit", Boolean.class, true);
    }

    /** Returns a way to the database past the application. */
    DataSource dataSource() {
        return server.dataSource();
    }

    /** Leaves the session at that tenant's schema, as another client of a pooler may. */
    void leaveSessionAt(SchemaName tenant) {
        server.leaveSessionAt(tenant);
    }

    /** Removes all rows of both. */
    void clear() {
        JdbcClient jdbc = JdbcClient.create(dataSource());
        jdbc.sql("DELETE FROM " + ACME.qualify("entry")).update();
        jdbc.sql("DELETE FROM " + GLOBEX.qualify("entry")).update();
    }

    @Override
    public void close() {
        application.close();
        server.close();
    }
}
