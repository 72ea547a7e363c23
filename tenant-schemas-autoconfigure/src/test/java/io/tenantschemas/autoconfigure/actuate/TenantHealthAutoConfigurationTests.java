package io.tenantschemas.autoconfigure.actuate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

import org.assertj.core.api.InstanceOfAssertFactories;
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
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.RoutingStrategy;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.TenantRelations;
import io.tenantschemas.tenant.SchemaName;

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
    void tellsByWhichStrategyEachRoutedDataSourceWorks() {
        SearchPaths paths = new SearchPaths(SchemaName.of("public"), List.of());
        RoutingRules rules = RoutingRules.strict(false);
        contextRunner
                .withBean("fixed", DataSource.class, () -> routed(paths, rules))
                .withBean(
                        "automatic",
                        DataSource.class,
                        () -> routed(paths, rules.by(RoutingStrategy.AUTO, new TenantRelations())))
                .withBean("plain", DataSource.class, DriverManagerDataSource::new)
                .run(context -> {
                    Map<String, Object> details = context.getBean(TenantRoutingHealthIndicator.class)
                            .health()
                            .getDetails();
                    assertThat(details).containsOnlyKeys("fixed", "automatic");
                    assertThat(details.get("fixed"))
                            .isEqualTo(
                                    Map.of("strategy", "search-path", "reason", "as configured", "tenantsByPath", 0L));
                    assertThat(details.get("automatic"))
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .containsEntry("strategy", "auto");
                });
    }

    private static DataSource routed(SearchPaths paths, RoutingRules rules) {
        return new RoutingDataSource(new DriverManagerDataSource(), new ConnectionRouter(paths), rules);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant-schemas.enabled=false", "management.health.tenant-routing.enabled=false"})
    void saysNothingOfStrategiesIfNotWanted(String property) {
        contextRunner
                .withPropertyValues(property)
                .run(context -> assertThat(context).doesNotHaveBean(TenantRoutingHealthIndicator.class));
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
                .withPropertyValues("management.health.tenant-routing.enabled=false")
                .withBean("tenantChangesHealthIndicator", HealthIndicator.class, () -> own)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(TenantChangesHealthIndicator.class)
                        .getBean(HealthIndicator.class)
                        .isSameAs(own));
    }
}
