package io.tenantschemas.autoconfigure.actuate;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tenantschemas.migrate.CurrentSchemas;
import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationListener;
import io.tenantschemas.migrate.MigrationScope;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.routing.ConnectionAffinity;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.IdleConnections;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.hikari.HikariIdleConnections;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

class TenantMetricsAutoConfigurationTests {

    private static final HostName UNKNOWN = HostName.of("unknown.example.com");

    private final ApplicationContextRunner withoutMetrics = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TenantMetricsAutoConfiguration.class))
            .withBean(CachingTenantRegistry.class, TenantMetricsAutoConfigurationTests::registry)
            .withBean(TenantChangeReceiver.class, Receivers::deaf);

    private final ApplicationContextRunner contextRunner = withoutMetrics.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class));

    private static CachingTenantRegistry registry() {
        return new CachingTenantRegistry(new NoTenants(), Duration.ofMinutes(1), 100, 100);
    }

    private static double lookups(MeterRegistry meters, String by, String result) {
        return meters.get("tenant.schemas.registry.lookups")
                .tags("by", by, "result", result)
                .functionCounter()
                .count();
    }

    @Test
    void tellsHowARunOfMigrationsGetsOn() {
        contextRunner.run(context -> {
            MigrationListener listener = context.getBean(MigrationListener.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            MigrationTarget acme = MigrationTarget.tenant(SchemaName.of("acme"));
            listener.started(MigrationScope.TENANT, 4);
            listener.putOff(acme, MigrationFailure.of("locked"));
            assertThat(meters.get("tenant.schemas.migrations.put.off").counter().count())
                    .isEqualTo(1);
            listener.finished(new Migrated(acme, "1", "2", 1, Duration.ofMillis(30)));
            listener.finished(new UpToDate(acme, "2"));
            listener.finished(new Failed(acme, MigrationFailure.of("no")));
            assertThat(meters.get("tenant.schemas.migrations.left").gauge().value())
                    .isEqualTo(1);
            listener.finished(new NotTried(acme));
            for (String result : List.of("migrated", "up-to-date", "failed", "not-tried")) {
                assertThat(meters.get("tenant.schemas.migrations")
                                .tag("result", result)
                                .counter()
                                .count())
                        .isEqualTo(1);
            }
            assertThat(meters.get("tenant.schemas.migrations.time").timer().totalTime(TimeUnit.MILLISECONDS))
                    .isEqualTo(30);
        });
    }

    @Test
    void addsUpWhatSeveralRunsHaveLeft() {
        contextRunner.run(context -> {
            MigrationListener listener = context.getBean(MigrationListener.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            MigrationTarget acme = MigrationTarget.tenant(SchemaName.of("acme"));
            listener.started(MigrationScope.TENANT, 4);
            listener.finished(new UpToDate(acme, "2"));
            listener.started(MigrationScope.SHARED, 1);
            assertThat(left(meters)).isEqualTo(4);
            listener.finished(new UpToDate(acme, "2"));
            listener.givenUp(1);
            assertThat(left(meters)).isEqualTo(2);
        });
    }

    private static double left(MeterRegistry meters) {
        return meters.get("tenant.schemas.migrations.left").gauge().value();
    }

    @Test
    void countsTenantsThatAreTurnedAwayBecauseTheyAreBehind() {
        SchemaMigrator migrator = new AlwaysBehind();
        contextRunner
                .withBean(CurrentSchemas.class, () -> new CurrentSchemas(() -> migrator))
                .run(context -> {
                    context.getBean(CurrentSchemas.class)
                            .of(new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of()));
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("tenant.schemas.migrations.behind")
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                });
    }

    @Test
    void countsNobodyWhereTenantsNeedNotBeCurrent() {
        contextRunner.run(context -> assertThat(context.getBean(MeterRegistry.class)
                        .find("tenant.schemas.migrations.behind")
                        .gauge())
                .isNull());
    }

    @Test
    void countsWhatBecomesOfLookups() {
        contextRunner.run(context -> {
            CachingTenantRegistry tenants = context.getBean(CachingTenantRegistry.class);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            tenants.findByHost(UNKNOWN);
            tenants.findByHost(UNKNOWN);
            tenants.findByHost(UNKNOWN);
            tenants.findBySchema(SchemaName.of("unknown"));
            assertThat(lookups(meters, "host", "remembered")).isEqualTo(2);
            assertThat(lookups(meters, "host", "not-found")).isEqualTo(1);
            assertThat(lookups(meters, "host", "found")).isZero();
            assertThat(lookups(meters, "host", "failed")).isZero();
            assertThat(lookups(meters, "host", "refused")).isZero();
            assertThat(lookups(meters, "schema", "not-found")).isEqualTo(1);
            assertThat(lookups(meters, "schema", "remembered")).isZero();
        });
    }

    @Test
    void measuresWhetherTheNodeListens() {
        contextRunner.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("tenant.schemas.registry.listening").gauge().value())
                    .isZero();
            assertThat(meters.get("tenant.schemas.registry.reconnects")
                            .functionCounter()
                            .count())
                    .isZero();
        });
    }

    @Test
    void measuresHowConnectionsAreChosen() {
        try (HikariDataSource pool = new HikariDataSource()) {
            contextRunner
                    .withBean("orders", DataSource.class, () -> routed(pool, HikariIdleConnections::of))
                    .withBean("byThePool", DataSource.class, () -> routed(pool, any -> Optional.empty()))
                    .withBean("others", DataSource.class, () -> pool)
                    .run(context -> {
                        MeterRegistry meters = context.getBean(MeterRegistry.class);
                        for (String tenant : List.of("known", "unknown")) {
                            assertThat(meters.get("tenant.schemas.connections.checkouts")
                                            .tags("name", "orders", "tenant", tenant)
                                            .functionCounter()
                                            .count())
                                    .isZero();
                        }
                        for (String what : List.of("kept", "pending")) {
                            assertThat(meters.get("tenant.schemas.connections." + what)
                                            .tags("name", "orders")
                                            .gauge()
                                            .value())
                                    .isZero();
                        }
                        assertThat(meters.find("tenant.schemas.connections.kept")
                                        .gauges())
                                .hasSize(1);
                    });
        }
    }

    private static DataSource routed(HikariDataSource pool, Function<DataSource, Optional<IdleConnections>> pools) {
        ConnectionRouter router = new ConnectionRouter(new SearchPaths(SchemaName.of("public"), List.of()));
        return new RoutingDataSource(
                pool,
                router,
                RoutingRules.strict(false).choosing(new ConnectionAffinity(Duration.ofMillis(50), pools)));
    }

    @Test
    void measuresNothingOfWhatIsNotThere() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TenantMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .withBean(TenantRegistry.class, NoTenants::new)
                .run(context -> assertThat(context)
                        .hasSingleBean(TenantMetricsAutoConfiguration.class)
                        .doesNotHaveBean(TenantRegistryMetrics.class)
                        .doesNotHaveBean(TenantChangesMetrics.class));
    }

    @Test
    void staysAwayWhenSwitchedOffOrWithoutMetrics() {
        contextRunner
                .withPropertyValues("tenant-schemas.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(TenantMetricsAutoConfiguration.class));
        withoutMetrics.run(
                context -> assertThat(context).hasNotFailed().doesNotHaveBean(TenantMetricsAutoConfiguration.class));
        withoutMetrics
                .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(TenantMetricsAutoConfiguration.class));
    }

    @Test
    void givesWayToTheMetricsOfTheApplication() {
        MeterBinder own = meters -> {};
        contextRunner
                .withBean("tenantRegistryMetrics", MeterBinder.class, () -> own)
                .withBean("tenantChangesMetrics", MeterBinder.class, () -> own)
                .withBean("tenantConnectionMetrics", MeterBinder.class, () -> own)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(TenantRegistryMetrics.class)
                        .doesNotHaveBean(TenantChangesMetrics.class)
                        .doesNotHaveBean(TenantConnectionMetrics.class));
    }

    private static final class NoTenants implements TenantRegistry {

        @Override
        public Optional<Tenant> findByHost(HostName host) {
            return Optional.empty();
        }

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            return Optional.empty();
        }

        @Override
        public void forEach(Consumer<Tenant> action) {}
    }

    /** Finds all schemas behind. */
    private static final class AlwaysBehind implements SchemaMigrator {

        @Override
        public boolean isBehind(MigrationTarget target) {
            return true;
        }

        @Override
        public Done migrate(MigrationTarget target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Done migrate(MigrationTarget target, Connection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SchemaMigrationResult pending(MigrationTarget target) {
            throw new UnsupportedOperationException();
        }
    }
}
