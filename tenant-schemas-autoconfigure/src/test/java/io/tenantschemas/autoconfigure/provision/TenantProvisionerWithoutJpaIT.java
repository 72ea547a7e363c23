package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.ProvisioningFailedException;
import io.tenantschemas.provision.TenantDropped;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.TenantRenamed;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TenantProvisionerWithoutJpaIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcTemplate sql = new JdbcTemplate(database.dataSource());

    private final List<Object> events = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    TenantSchemasAutoConfiguration.class,
                    TenantEntityAutoConfiguration.class,
                    TenantRoutingAutoConfiguration.class,
                    TenantMigrationAutoConfiguration.class,
                    TenantProvisioningAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader("jakarta.persistence", "org.hibernate", "org.springframework.orm"))
            .withInitializer(context -> context.addApplicationListener(
                    (ApplicationListener<PayloadApplicationEvent<?>>) event -> events.add(event.getPayload())))
            .withPropertyValues(
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=" + database.username(),
                    "spring.datasource.password=" + database.password(),
                    "spring.datasource.hikari.maximum-pool-size=1",
                    "spring.datasource.hikari.connection-timeout=2000",
                    "tenant-schemas.tenant-table=client");

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private void makeAcme() {
        sql.execute("INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                + " VALUES ('acme', 'ACTIVE', 'Acme', true, now())");
        sql.execute("CREATE SCHEMA acme CREATE TABLE note (id int)");
    }

    private boolean hasSchema(String schema) {
        return !sql.queryForList("SELECT FROM pg_namespace WHERE nspname = ?", schema)
                .isEmpty();
    }

    private void run(ApplicationContextRunner runner, Consumer<ApplicationContext> test) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            makeAcme();
            test.accept(context);
        });
    }

    private void assertRenamesInOneTransaction(ApplicationContext context) {
        TenantProvisioner provisioner = context.getBean(TenantProvisioner.class);
        sql.execute("CREATE SCHEMA globex");
        assertThatExceptionOfType(NameTakenException.class).isThrownBy(() -> provisioner.rename("acme", "globex"));
        assertThat(hasSchema("acme")).isTrue();
        assertThat(events).noneMatch(TenantRenamed.class::isInstance);
        provisioner.rename("acme", "initech");
        assertThat(hasSchema("initech")).isTrue();
        assertThat(sql.queryForObject("SELECT schema_name FROM client", String.class))
                .isEqualTo("initech");
        assertThat(events).filteredOn(TenantRenamed.class::isInstance).hasSize(1);
        provisioner.drop("initech");
        assertThat(hasSchema("initech")).isFalse();
        assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                        .queryForObject("SHOW lock_timeout", String.class))
                .isEqualTo("0");
    }

    @Test
    void needsNoTransactionManager() {
        run(contextRunner, this::assertRenamesInOneTransaction);
    }

    @Test
    void forgetsATenantWhoseDropMayHaveBeenCommitted() {
        List<TenantChange> changes = new CopyOnWriteArrayList<>();
        ApplicationContextRunner losing = contextRunner
                .withBean(LostCommitIT.Losing.class)
                .withBean(TenantChangeListener.class, () -> changes::add);
        run(losing, context -> {
            context.getBean(LostCommitIT.Losing.class).dataSource().loseOne();
            assertThatExceptionOfType(ProvisioningFailedException.class)
                    .isThrownBy(() -> context.getBean(TenantProvisioner.class).drop("acme"))
                    .withMessageContaining("is not known");
            assertThat(hasSchema("acme")).isFalse();
            assertThat(changes).containsExactly(new TenantChange.Changed(1, SchemaName.of("acme")));
            assertThat(events).noneMatch(TenantDropped.class::isInstance);
        });
    }

    @Test
    void worksWhereConnectionsDoNotCommitOfThemselves() {
        run(
                contextRunner.withPropertyValues("spring.datasource.hikari.auto-commit=false"),
                this::assertRenamesInOneTransaction);
    }

    @Test
    void worksWhereATenantIsRequired() {
        run(contextRunner.withPropertyValues("tenant-schemas.require-tenant=true"), context -> {
            context.getBean(TenantProvisioner.class).rename("acme", "globex");
            assertThat(hasSchema("globex")).isTrue();
        });
    }

    @Test
    void worksWhereATenantIsRequiredInTransactionsOfTheApplications() {
        run(
                contextRunner
                        .withPropertyValues("tenant-schemas.require-tenant=true")
                        .withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class)),
                context -> {
                    context.getBean(TenantProvisioner.class).rename("acme", "globex");
                    assertThat(hasSchema("globex")).isTrue();
                    assertThat(TenantContext.isBound()).isFalse();
                });
    }

    @Test
    void takesPartInTransactionsOfJdbc() {
        run(
                contextRunner.withConfiguration(
                        AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class)),
                context -> {
                    TransactionTemplate transaction =
                            new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                    TenantProvisioner provisioner = context.getBean(TenantProvisioner.class);
                    transaction.executeWithoutResult(status -> {
                        provisioner.rename("acme", "globex");
                        status.setRollbackOnly();
                    });
                    assertThat(hasSchema("acme")).isTrue();
                    assertThat(events).noneMatch(TenantRenamed.class::isInstance);
                    assertRenamesInOneTransaction(context);
                });
    }

    @Test
    void doesNotWaitForATransactionOnSomethingElse() {
        run(contextRunner, context -> {
            DataSource other = new DriverManagerDataSource(database.url(), database.username(), database.password());
            new TransactionTemplate(new JdbcTransactionManager(other)).executeWithoutResult(status -> {
                context.getBean(TenantProvisioner.class).rename("acme", "globex");
                assertThat(hasSchema("globex")).isTrue();
                assertThat(events).filteredOn(TenantRenamed.class::isInstance).hasSize(1);
                status.setRollbackOnly();
            });
            assertThat(hasSchema("globex")).isTrue();
        });
    }
}
