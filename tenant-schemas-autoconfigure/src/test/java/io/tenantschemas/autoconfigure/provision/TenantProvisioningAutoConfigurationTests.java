package io.tenantschemas.autoconfigure.provision;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.provision.ProvisioningMode;
import io.tenantschemas.provision.ProvisioningWorkers;
import io.tenantschemas.provision.TenantLifecycle;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.provision.UnfinishedDrops;
import io.tenantschemas.provision.WaitingTenants;

import static org.assertj.core.api.Assertions.assertThat;

/** When schemas are made, as properties say, without a database. */
class TenantProvisioningAutoConfigurationTests {

    private static final String MODE = "tenant-schemas.provisioning.mode=";

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    TenantSchemasAutoConfiguration.class,
                    TenantEntityAutoConfiguration.class,
                    TenantRoutingAutoConfiguration.class,
                    TenantMigrationAutoConfiguration.class,
                    TenantProvisioningAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader("jakarta.persistence", "org.hibernate", "org.springframework.orm"))
            .withPropertyValues(
                    "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none?prepareThreshold=0",
                    "spring.datasource.hikari.connection-timeout=250",
                    "tenant-schemas.migrations.on-startup=none",
                    "tenant-schemas.tenant-table=client");

    private static boolean isAnybodyWorking() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("tenant-provisioning-") && thread.isAlive());
    }

    @Test
    void makesSchemasAtOnceUnlessItIsToldOtherwise() {
        contextRunner.run(context -> {
            assertThat(context.getBean(TenantLifecycle.class).mode()).isEqualTo(ProvisioningMode.SYNC);
            assertThat(context).doesNotHaveBean(WaitingTenants.class);
            assertThat(context).doesNotHaveBean(UnfinishedDrops.class);
            assertThat(isAnybodyWorking()).isFalse();
        });
    }

    @Test
    void makesSchemasLaterInTheBackground() {
        contextRunner.withPropertyValues(MODE + "async").run(context -> {
            assertThat(context.getBean(TenantLifecycle.class).mode()).isEqualTo(ProvisioningMode.ASYNC);
            assertThat(context.getBean(TenantRepair.class).mode()).isEqualTo(ProvisioningMode.ASYNC);
            assertThat(context).hasSingleBean(WaitingTenants.class);
            assertThat(context).hasSingleBean(UnfinishedDrops.class);
            assertThat(isAnybodyWorking()).isTrue();
        });
        assertThat(isAnybodyWorking()).isFalse();
    }

    @Test
    void makesNothingInTheBackgroundOfACommand() {
        contextRunner
                .withPropertyValues(MODE + "async", "tenant-schemas.command.active=true")
                .run(context -> {
                    assertThat(context.getBean(TenantLifecycle.class).mode()).isEqualTo(ProvisioningMode.ASYNC);
                    assertThat(context).doesNotHaveBean(WaitingTenants.class);
                    assertThat(context).doesNotHaveBean(ProvisioningWorkers.class);
                    assertThat(isAnybodyWorking()).isFalse();
                });
    }

    @Test
    void makesNoSchemasByItself() {
        contextRunner.withPropertyValues(MODE + "none").run(context -> {
            assertThat(context.getBean(TenantLifecycle.class).mode()).isEqualTo(ProvisioningMode.NONE);
            assertThat(context).doesNotHaveBean(WaitingTenants.class);
            assertThat(isAnybodyWorking()).isFalse();
        });
    }

    @Test
    void keepsTheWorkersDefinedByTheApplication() {
        ProvisioningWorkers custom = new ProvisioningWorkers(List::of, 1, Duration.ofHours(1));
        contextRunner
                .withPropertyValues(MODE + "async")
                .withBean("custom", ProvisioningWorkers.class, () -> custom)
                .run(context ->
                        assertThat(context).getBean(ProvisioningWorkers.class).isSameAs(custom));
    }

    @ParameterizedTest
    @CsvSource({
        "workers, 0",
        "poll-interval, 0s",
        "max-attempts, 0",
        "initial-delay, 0s",
        "max-delay, 1s",
    })
    void refusesWhatWouldComeToNothing(String property, String value) {
        contextRunner
                .withPropertyValues("tenant-schemas.provisioning.async.%s=%s".formatted(property, value))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("tenant-schemas.provisioning.async." + property));
    }
}
