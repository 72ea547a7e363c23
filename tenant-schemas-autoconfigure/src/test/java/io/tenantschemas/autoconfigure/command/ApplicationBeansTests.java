package io.tenantschemas.autoconfigure.command;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration;
import io.tenantschemas.autoconfigure.provision.TenantProvisioningAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.command.CommandBeans;
import io.tenantschemas.command.TenantCommand;
import io.tenantschemas.command.TenantCommandBeans;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.TenantRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApplicationBeansTests {

    private final AtomicBoolean isMade = new AtomicBoolean();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    TenantSchemasAutoConfiguration.class,
                    TenantEntityAutoConfiguration.class,
                    TenantRoutingAutoConfiguration.class,
                    TenantMigrationAutoConfiguration.class,
                    TenantProvisioningAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader("jakarta.persistence", "org.hibernate", "org.springframework.orm"))
            .withInitializer(
                    context -> context.addBeanFactoryPostProcessor(new CommandBeanFactoryPostProcessor(() -> {})))
            .withBean("greet", TenantCommand.class, () -> {
                isMade.set(true);
                return (arguments, out) -> {};
            })
            .withPropertyValues(
                    "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none?prepareThreshold=0",
                    "tenant-schemas.tenant-table=client");

    @Test
    void namesTheApplicationsCommandsBeforeItMakesThem() {
        contextRunner.run(context -> {
            TenantCommandBeans commands = new ApplicationBeans(context).get(TenantCommandBeans.class);
            assertThat(commands.names()).containsExactly("greet");
            assertThat(isMade).isFalse();
            assertThat(commands.byName().apply("greet")).isNotNull();
            assertThat(isMade).isTrue();
        });
    }

    @Test
    void makesSureOfRoutingBeforeCodeOfTheApplicationRuns() {
        contextRunner
                .withPropertyValues(
                        "tenant-schemas.routing.scope=transaction",
                        "spring.datasource.hikari.connection-init-sql=SELECT 1")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    CommandBeans beans = new ApplicationBeans(context);
                    assertThat(beans.get(TenantRegistry.class)).isNotNull();
                    assertThatThrownBy(() ->
                                    beans.get(TenantCommandBeans.class).byName().apply("greet"))
                            .hasMessageContaining("connection-init-sql");
                    assertThatThrownBy(() -> beans.get(TenantProvisioner.class))
                            .hasMessageContaining("connection-init-sql");
                    assertThat(isMade).isFalse();
                });
    }
}
