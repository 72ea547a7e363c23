package io.tenantschemas.autoconfigure.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.app.UnmanagedPools;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.RoutedConnection;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.StaleTenantException;
import io.tenantschemas.routing.UnroutedDataSource;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DataSourceRoutingIT {

    private static final Tenant ACME = new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    /** Had the name before. */
    private static final Tenant GONE = new Tenant(9, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    private static final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    TenantSchemasAutoConfiguration.class,
                    TenantRoutingAutoConfiguration.class))
            .withBean(TenantTable.class, () -> new TenantTable(SchemaName.of("public"), "client"))
            .withPropertyValues(
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=" + database.username(),
                    "spring.datasource.password=" + database.password(),
                    "spring.datasource.hikari.maximum-pool-size=1",
                    "spring.datasource.hikari.connection-timeout=2000");

    @BeforeAll
    static void createSchema() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA acme");
            statement.execute("CREATE TABLE client (id bigint, schema_name text)");
            statement.execute("INSERT INTO client VALUES (1, 'acme')");
        }
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void routesThePoolOfSpringBoot() {
        contextRunner.run(context -> {
            assertThat(context).getBean(DataSource.class).isInstanceOf(RoutingDataSource.class);
            assertThat(schemaSeenBy(context.getBean(DataSource.class))).isEqualTo("acme");
            assertThat(context.getBean(UnroutedDataSource.class).dataSource())
                    .isNotInstanceOf(RoutingDataSource.class)
                    .satisfies(pool -> assertThat(pool.isWrapperFor(HikariDataSource.class))
                            .isTrue());
        });
    }

    @Test
    void keepsWhatSpringBootReadsFromThePool() {
        contextRunner.run(context -> {
            DataSource dataSource = context.getBean(DataSource.class);
            assertThat(context.getBeansOfType(DataSourcePoolMetadataProvider.class)
                            .values())
                    .anySatisfy(provider -> assertThat(provider.getDataSourcePoolMetadata(dataSource))
                            .isNotNull()
                            .satisfies(metadata -> assertThat(metadata.getMax()).isEqualTo(1)));
            assertThat(new DataSourceHealthIndicator(dataSource, null).health(false))
                    .isNotNull()
                    .extracting(Health::getStatus)
                    .isEqualTo(Status.UP);
            assertThat(dataSource.unwrap(HikariDataSource.class).getMaximumPoolSize())
                    .isEqualTo(1);
        });
    }

    @Test
    void closesThePoolWithTheApplication() {
        HikariDataSource[] pool = new HikariDataSource[1];
        contextRunner.run(context -> {
            pool[0] = context.getBean(DataSource.class).unwrap(HikariDataSource.class);
            schemaSeenBy(context.getBean(DataSource.class));
        });
        assertThat(pool[0].isClosed()).isTrue();
    }

    @Test
    void routesEveryDataSourceAndTakesThePrimaryOneForTheTenants() {
        contextRunner.withUserConfiguration(TwoDataSources.class).run(context -> {
            assertThat(schemaSeenBy(context.getBean("first", DataSource.class))).isEqualTo("acme");
            assertThat(schemaSeenBy(context.getBean("second", DataSource.class)))
                    .isEqualTo("acme");
            assertThat(context.getBean(TenantDataSources.class).holdingTenants())
                    .isSameAs(context.getBean("first"));
        });
    }

    @Test
    void leavesAnExcludedDataSourceAlone() {
        contextRunner
                .withUserConfiguration(TwoDataSources.class)
                .withPropertyValues("tenant-schemas.routing.exclude=second")
                .run(context -> assertThat(schemaSeenBy(context.getBean("second", DataSource.class)))
                        .isEqualTo("public"));
    }

    @Test
    void refusesToGuessWhichDataSourceHoldsTheTenants() {
        contextRunner
                .withUserConfiguration(TwoEqualDataSources.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TenantDataSourceException.class)
                        .hasMessageContaining("one, other")
                        .hasMessageContaining("@Primary")
                        .hasMessageContaining("tenant-schemas.routing.exclude"));
    }

    @Test
    void takesTheOnlyDataSourceThatIsNotExcluded() {
        contextRunner
                .withUserConfiguration(TwoEqualDataSources.class)
                .withPropertyValues("tenant-schemas.routing.exclude=other")
                .run(context -> assertThat(
                                context.getBean(TenantDataSources.class).holdingTenants())
                        .isSameAs(context.getBean("one")));
    }

    @Test
    void refusesWhenThePrimaryDataSourceIsExcluded() {
        contextRunner
                .withUserConfiguration(TwoDataSources.class, ThirdDataSource.class)
                .withPropertyValues("tenant-schemas.routing.exclude=first")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining(TenantDataSourceException.class.getName())
                        .hasStackTraceContaining("Remove it from tenant-schemas.routing.exclude"));
    }

    @Test
    void routesWithinALazyProxy() {
        contextRunner.withUserConfiguration(Lazy.class).run(context -> {
            DataSource dataSource = context.getBean("lazy", DataSource.class);
            HikariDataSource pool = dataSource.unwrap(HikariDataSource.class);
            assertThat(dataSource).isInstanceOf(LazyConnectionDataSourceProxy.class);
            try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                    Connection connection = dataSource.getConnection()) {
                // The proxy looks at a connection first, which waits for its tenants for a while afterwards.
                int kept = dataSource
                        .unwrap(RoutingDataSource.class)
                        .connectionCounts()
                        .orElseThrow()
                        .kept();
                assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(kept);
                assertThat(schemaSeenBy(connection)).isEqualTo("acme");
            }
        });
    }

    @Test
    void routesOnceBehindADataSourceThatChooses() {
        contextRunner.withUserConfiguration(Replicas.class).run(context -> {
            DataSource choosing = context.getBean("choosing", DataSource.class);
            assertThat(choosing).isInstanceOf(AbstractRoutingDataSource.class);
            assertThat(routings(choosing)).isEqualTo(1);
            assertThat(schemaSeenBy(choosing)).isEqualTo("acme");
        });
    }

    @Test
    void routesADataSourceThatChoosesAmongOthersThanBeans() {
        contextRunner.withUserConfiguration(OwnReplicas.class).run(context -> {
            DataSource choosing = context.getBean(DataSource.class);
            assertThat(routings(choosing)).isEqualTo(1);
            assertThat(schemaSeenBy(choosing)).isEqualTo("acme");
        });
    }

    @Test
    void routesTheDefaultOfADataSourceThatChoosesAmongBeans() {
        contextRunner
                .withUserConfiguration(ReplicasWithADefaultOfTheirOwn.class)
                .run(context -> {
                    DataSource choosing = context.getBean("choosing", DataSource.class);
                    assertThat(schemaSeenBy(choosing)).isEqualTo("acme");
                    try (Connection connection = choosing.getConnection()) {
                        assertThat(connection.isWrapperFor(RoutedConnection.class))
                                .isTrue();
                    }
                });
    }

    @Test
    void refusesADataSourceThatWasMadeTooEarlyToBeRouted() {
        contextRunner
                .withUserConfiguration(TooEarly.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(TenantDataSourceException.class)
                        .hasMessageContaining("'early' are not routed")
                        .hasMessageContaining("ObjectProvider"));
    }

    @Test
    void leavesADataSourceThatWasMadeTooEarlyToTheApplicationIfItIsExcluded() {
        contextRunner
                .withUserConfiguration(TooEarly.class)
                .withPropertyValues("tenant-schemas.routing.exclude=early")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void asksBehindEveryDataSourceThatHoldsTheTenantsWhetherTheSchemaIsStillTheTenants() {
        for (Class<?> configuration : List.of(Lazy.class, Replicas.class, OwnReplicas.class)) {
            contextRunner
                    .withUserConfiguration(configuration)
                    .run(context -> assertRefused(holdingTenants(context.getBeansOfType(DataSource.class))));
        }
        contextRunner.run(context -> assertRefused(context.getBean(DataSource.class)));
    }

    @Test
    void asksNoOtherDataSourceWhichMayBeAnotherDatabase() {
        contextRunner.withUserConfiguration(TwoDataSources.class).run(context -> {
            assertRefused(context.getBean("first", DataSource.class));
            assertThat(schemaSeenBy(context.getBean("second", DataSource.class), GONE))
                    .isEqualTo("acme");
        });
    }

    @Test
    void asksNothingWhereTheApplicationFindsTenantsElsewhere() {
        contextRunner
                .withBean(TenantRegistry.class, NoTenants::new)
                .run(context -> assertThat(schemaSeenBy(context.getBean(DataSource.class), GONE))
                        .isEqualTo("acme"));
    }

    private static DataSource holdingTenants(Map<String, DataSource> beans) {
        return beans.containsKey("choosing")
                ? beans.get("choosing")
                : beans.values().iterator().next();
    }

    private static void assertRefused(DataSource dataSource) throws SQLException {
        assertThat(schemaSeenBy(dataSource)).isEqualTo("acme");
        assertThatExceptionOfType(StaleTenantException.class)
                .isThrownBy(() -> schemaSeenBy(dataSource, GONE))
                .withMessageContaining("\"public\".\"client\"");
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
        public void forEach(Consumer<Tenant> action) {
            // There are none.
        }
    }

    @Test
    void cannotBeInjectedAsAPool() {
        contextRunner
                .withUserConfiguration(AsksForAPool.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(BeanNotOfRequiredTypeException.class));
    }

    @Test
    void leavesEverythingAsItIsWhenSwitchedOff() {
        contextRunner
                .withPropertyValues("tenant-schemas.enabled=false")
                .run(context -> assertThat(context).getBean(DataSource.class).isInstanceOf(HikariDataSource.class));
    }

    private static String schemaSeenBy(DataSource dataSource) throws SQLException {
        return schemaSeenBy(dataSource, ACME);
    }

    private static String schemaSeenBy(DataSource dataSource, Tenant tenant) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant));
                Connection connection = dataSource.getConnection()) {
            return schemaSeenBy(connection);
        }
    }

    private static String schemaSeenBy(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT current_schema()")) {
            result.next();
            return result.getString(1);
        }
    }

    private static int routings(DataSource dataSource) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME));
                Connection connection = dataSource.getConnection()) {
            int routings = 0;
            Connection each = connection;
            while (each.isWrapperFor(RoutedConnection.class)) {
                each = each.unwrap(RoutedConnection.class).target();
                routings++;
            }
            return routings;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        @Bean
        @Primary
        DataSource first() {
            return database.dataSource();
        }

        @Bean
        DataSource second() {
            return database.dataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ThirdDataSource {

        @Bean
        DataSource third() {
            return database.dataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoEqualDataSources {

        @Bean
        DataSource one() {
            return database.dataSource();
        }

        @Bean
        DataSource other() {
            return database.dataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(UnmanagedPools.class)
    static class Lazy {

        @Bean
        LazyConnectionDataSourceProxy lazy(UnmanagedPools pools) {
            HikariDataSource pool = pools.keep(new HikariDataSource());
            pool.setJdbcUrl(database.url());
            pool.setUsername(database.username());
            pool.setPassword(database.password());
            return new LazyConnectionDataSourceProxy(pool);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Replicas {

        @Bean
        DataSource writable() {
            return database.dataSource();
        }

        @Bean
        @Primary
        DataSource choosing(DataSource writable) {
            return choosingAmong(writable);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnReplicas {

        @Bean
        DataSource choosing() {
            return choosingAmong(database.dataSource());
        }
    }

    private static AbstractRoutingDataSource choosingAmong(DataSource target) {
        AbstractRoutingDataSource choosing = new AbstractRoutingDataSource() {

            @Override
            protected Object determineCurrentLookupKey() {
                return "writable";
            }
        };
        choosing.setTargetDataSources(Map.of("writable", target));
        choosing.setDefaultTargetDataSource(target);
        return choosing;
    }

    @Configuration(proxyBeanMethods = false)
    static class ReplicasWithADefaultOfTheirOwn {

        @Bean
        DataSource writable() {
            return database.dataSource();
        }

        @Bean
        @Primary
        DataSource choosing(DataSource writable) {
            AbstractRoutingDataSource choosing = new AbstractRoutingDataSource() {

                @Override
                protected Object determineCurrentLookupKey() {
                    return "unheard of";
                }
            };
            choosing.setTargetDataSources(Map.of("writable", writable));
            choosing.setDefaultTargetDataSource(database.dataSource());
            return choosing;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TooEarly {

        @Bean
        @Primary
        DataSource holdingTenants() {
            return database.dataSource();
        }

        @Bean
        static DataSource early() {
            return database.dataSource();
        }

        @Bean
        static Impatient impatient(@Qualifier("early") DataSource early) {
            return new Impatient();
        }
    }

    /** Is made before others of its kind, with all that it asks for. */
    static final class Impatient implements BeanPostProcessor, PriorityOrdered {

        @Override
        public int getOrder() {
            return 0;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AsksForAPool {

        @Bean
        String poolName(HikariDataSource pool) {
            return pool.getPoolName();
        }
    }
}
