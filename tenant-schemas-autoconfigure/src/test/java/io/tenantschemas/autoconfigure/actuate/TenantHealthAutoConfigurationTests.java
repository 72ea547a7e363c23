package io.tenantschemas.autoconfigure.actuate;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

import static org.assertj.core.api.Assertions.assertThat;

class TenantHealthAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TenantHealthAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class));

    private static Health health(ApplicationContext context) {
        HealthContributor contributor =
                context.getBean(HealthContributorRegistry.class).getContributor("tenantChanges");
        return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(contributor)).health());
    }

    @Test
    void tellsThatANodeDoesNotListen() {
        contextRunner
                .withBean(TenantChangeReceiver.class, Receivers::deaf)
                .run(context -> assertThat(health(context).getDetails())
                        .containsEntry("listening", "no")
                        .containsKey("since"));
    }

    @Test
    void tellsThatANodeIsNotMeantToListen() {
        contextRunner.run(
                context -> assertThat(health(context).getDetails()).containsEntry("listening", "not configured"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant-schemas.enabled=false", "management.health.tenant-changes.enabled=false"})
    void canBeSwitchedOff(String property) {
        contextRunner
                .withPropertyValues(property)
                .run(context -> assertThat(context).doesNotHaveBean(TenantChangesHealthIndicator.class));
    }

    @Test
    void staysAwayWithoutHealth() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TenantHealthAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(TenantHealthAutoConfiguration.class));
    }

    @Test
    void givesWayToTheIndicatorOfTheApplication() {
        HealthIndicator own = () -> Health.down().build();
        contextRunner
                .withBean("tenantChangesHealthIndicator", HealthIndicator.class, () -> own)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(TenantChangesHealthIndicator.class)
                        .getBean(HealthIndicator.class)
                        .isSameAs(own));
    }
}
