package io.tenantschemas.isolationcheck.run;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.access.Accesses;
import io.tenantschemas.isolationcheck.application.IsolationApplication;
import io.tenantschemas.isolationcheck.leak.Leak;
import io.tenantschemas.isolationcheck.model.World;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.routing.RoutingChoice;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.RoutingStrategy;

/** An application that runs. */
public final class Node implements AutoCloseable {

    static final String APPLICATION_NAME = "isolation-check";

    private final ConfigurableApplicationContext application;

    private final Settings.Pool pool;

    private final List<Access> accesses;

    private final EntityManager entities;

    private final Executor executor;

    private Node(ConfigurableApplicationContext application, Settings.Pool pool, Leak leak) {
        this.application = application;
        this.pool = pool;
        this.accesses = Accesses.of(application);
        this.entities =
                SharedEntityManagerCreator.createSharedEntityManager(application.getBean(EntityManagerFactory.class));
        this.executor = leak.around(application.getBean("applicationTaskExecutor", Executor.class));
    }

    /** Starts an application on that database, with a leak or without. */
    public static Node start(RunDatabase database, Settings.Pool pool, World world, Leak leak) {
        return new Node(
                new SpringApplicationBuilder(IsolationApplication.class)
                        .web(WebApplicationType.NONE)
                        .initializers(context -> {
                            GenericApplicationContext beans = (GenericApplicationContext) context;
                            beans.registerBean(
                                    TenantInitializer.class,
                                    () -> new Seeder(world, () -> beans.getBean(JdbcClient.class)));
                            leak.addTo(beans);
                        })
                        .properties(database.properties(pool).toArray(String[]::new))
                        .properties(
                                "spring.datasource.hikari.connection-timeout=30000",
                                "spring.datasource.hikari.data-source-properties.ApplicationName=" + APPLICATION_NAME,
                                // The name is given when connecting: neither RESET nor DISCARD takes it away.
                                "spring.datasource.hikari.data-source-properties.assumeMinServerVersion=15",
                                "spring.jpa.properties.hibernate.jdbc.batch_size=10",
                                "spring.jpa.properties.hibernate.order_inserts=true",
                                // Otherwise Hibernate waits for a connection while it holds the lock of a block of
                                // numbers, for which whoever has the connection waits: with a small pool, for ever.
                                "spring.jpa.properties.hibernate.connection.provider_disables_autocommit=false",
                                "tenant-schemas.provisioning.auto-drop=true",
                                "spring.main.banner-mode=off",
                                "spring.jmx.enabled=false",
                                "logging.level.root=off")
                        .run(),
                pool,
                leak);
    }

    public <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    public Settings.Pool pool() {
        return pool;
    }

    public TenantTemplate tenants() {
        return bean(TenantTemplate.class);
    }

    public DataSource dataSource() {
        return bean(DataSource.class);
    }

    /** Returns whether the strategy in force is to name the schema, for every tenant. */
    boolean isQualified() {
        try {
            RoutingChoice choice = dataSource().unwrap(RoutingDataSource.class).choice();
            return choice.strategy() == RoutingStrategy.QUALIFIED && choice.tenantsByPath() == 0;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    public EntityManager entities() {
        return entities;
    }

    public List<Access> accesses() {
        return accesses;
    }

    public Tenancy tenancy() {
        return new Tenancy(application);
    }

    /** Returns the application's threads for work that is handed over. */
    public Executor executor() {
        return executor;
    }

    /** Returns a template with that propagation. */
    public TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(bean(PlatformTransactionManager.class));
        template.setPropagationBehavior(propagation);
        return template;
    }

    /** Returns a template that joins or begins a transaction. */
    public TransactionTemplate transaction() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    @Override
    public void close() {
        application.close();
    }
}
