package io.tenantschemas.autoconfigure.registry;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.AbstractDataSource;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.TenantLookupRefusedException;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.UnroutedDataSource;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** What of the registry depends on properties, without a database. */
class TenantRegistryAutoConfigurationTests {

    private static final String LIMIT = "tenant-schemas.resolution.cache.misses-per-second";

    private final AtomicInteger connections = new AtomicInteger();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TenantSchemasAutoConfiguration.class))
            .withBean(UnroutedDataSource.class, () -> new UnroutedDataSource(withoutDatabase()))
            .withBean(TenantTable.class, () -> new TenantTable(SchemaName.of("public"), "client"));

    private DataSource withoutDatabase() {
        return new AbstractDataSource() {

            @Override
            public Connection getConnection() throws SQLException {
                connections.incrementAndGet();
                throw new SQLException("no database");
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return getConnection();
            }
        };
    }

    @ParameterizedTest
    @CsvSource({", 100", "1, 1", "7, 7"})
    void boundsHowOftenTheDatabaseIsAskedInVain(@Nullable String value, int perSecond) {
        String[] properties = value == null ? new String[0] : new String[] {LIMIT + "=" + value};
        contextRunner.withPropertyValues(properties).run(context -> {
            TenantRegistry tenants = context.getBean(TenantRegistry.class);
            long start = System.nanoTime();
            for (int number = 0; number < 1_000; number++) {
                ask(tenants, HostName.of("random-" + number + ".example.com"));
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
            // Who is there is read once a minute, too.
            long minutes = seconds / 60 + 1;
            assertThat(connections.longValue()).isBetween(perSecond + 1L, perSecond * (1 + seconds) + minutes);
        });
    }

    private static void ask(TenantRegistry tenants, HostName host) {
        try {
            assertThat(tenants.findByHost(host)).isEmpty();
        } catch (TenantLookupRefusedException | CannotGetJdbcConnectionException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void doesNotStartWithALimitThatNothingCouldPass(int value) {
        contextRunner
                .withPropertyValues(LIMIT + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
                        .hasStackTraceContaining(LIMIT));
    }

    @Test
    void givesWayToTheRegistryOfTheApplication() {
        contextRunner
                .withBean("own", TenantRegistry.class, () -> mock(TenantRegistry.class))
                .run(context -> assertThat(context).doesNotHaveBean(CachingTenantRegistry.class));
    }
}
