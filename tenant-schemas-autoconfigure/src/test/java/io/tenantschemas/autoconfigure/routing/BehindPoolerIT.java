package io.tenantschemas.autoconfigure.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.app.UnmanagedPools;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What an application behind a pooler in transaction mode is told at start-up. */
class BehindPoolerIT {

    private final PoolerInFront pooler = PoolerInFront.start();

    @AfterEach
    void stop() {
        pooler.close();
    }

    @Test
    void doesNotStartWithADriverThatPreparesStatements() {
        assertThatExceptionOfType(PreparedStatementsException.class)
                .isThrownBy(() -> start("spring.datasource.url=" + pooler.plainUrl()))
                .withMessageContaining("prepareThreshold=0")
                .withMessageContaining("tenant-schemas.routing.prepared-statements");
    }

    @ParameterizedTest
    @CsvSource({
        "connection-init-sql, SET work_mem = '8MB'",
        "transaction-isolation, TRANSACTION_SERIALIZABLE",
        "schema, acme"
    })
    void doesNotStartWithAPoolThatSetsSomethingInSessions(String setting, String value) {
        assertThatExceptionOfType(SessionSettingsException.class)
                .isThrownBy(() -> start(
                        "spring.datasource.url=" + pooler.plainUrl() + "?prepareThreshold=0",
                        "spring.datasource.hikari." + setting + "=" + value))
                .withMessageContaining("others by then: " + setting + ".");
    }

    @ParameterizedTest
    @ValueSource(classes = {LazyWithReplica.class, ChoosingReplica.class})
    void doesNotStartWithADriverThatPreparesStatementsForReadOnlyTransactions(Class<?> application) {
        assertThatExceptionOfType(PreparedStatementsException.class)
                .isThrownBy(() -> start(application, "reads=" + pooler.plainUrl()))
                .withMessageContaining("data source 'dataSource (read-only)'");
    }

    @ParameterizedTest
    @ValueSource(classes = {LazyWithReplica.class, ChoosingReplica.class})
    void doesNotStartWithAPoolForReadOnlyTransactionsThatSetsSomethingInSessions(Class<?> application) {
        assertThatExceptionOfType(SessionSettingsException.class)
                .isThrownBy(() -> start(application, "reads-begin-with=SET work_mem = '8MB'"))
                .withMessageContaining("data source 'dataSource (read-only)'")
                .withMessageContaining("others by then: connection-init-sql.");
    }

    @ParameterizedTest
    @ValueSource(classes = {LazyWithReplica.class, ChoosingReplica.class})
    void doesNotStartWithAPoolForReadOnlyTransactionsThatCannotBeAsked(Class<?> application) {
        assertThatIllegalStateException()
                .isThrownBy(() -> start(application, "reads=jdbc:postgresql://localhost:1/nobody?prepareThreshold=0"))
                .withMessageContaining("data source 'dataSource (read-only)'");
    }

    @ParameterizedTest
    @ValueSource(classes = {LazyWithReplica.class, ChoosingReplica.class})
    void startsWithPoolsForReadOnlyTransactionsThatLeaveNothingInSessions(Class<?> application) {
        try (RunningApplication started = start(application)) {
            assertThat(started.context().isRunning()).isTrue();
        }
    }

    @Test
    void startsWithADriverThatPreparesNothing() {
        try (RunningApplication application =
                start("spring.datasource.url=" + pooler.plainUrl() + "?prepareThreshold=0")) {
            assertThat(application.context().isRunning()).isTrue();
        }
    }

    @Test
    void startsWhereThePoolerKeepsPreparedStatements() {
        try (RunningApplication application = start("tenant-schemas.routing.prepared-statements=true")) {
            assertThat(application.context().isRunning()).isTrue();
        }
    }

    @Test
    void listensToNobodyThroughThePooler() {
        try (RunningApplication application =
                start("spring.datasource.url=" + pooler.plainUrl() + "?prepareThreshold=0")) {
            assertThat(application.context().getBeanProvider(TenantChangeReceiver.class).stream())
                    .isEmpty();
        }
    }

    private RunningApplication start(String... properties) {
        return start(ClientApplication.class, properties);
    }

    private RunningApplication start(Class<?> application, String... properties) {
        String url = pooler.plainUrl() + "?prepareThreshold=0";
        List<String> all = new ArrayList<>(List.of("writes=" + url, "reads=" + url, "reads-begin-with="));
        for (String property : properties) {
            all.removeIf(each -> each.startsWith(property.substring(0, property.indexOf('=') + 1)));
            all.add(property);
        }
        all.add("tenant-schemas.routing.scope=transaction");
        return RunningApplication.start(
                pooler.database(), application, WebApplicationType.NONE, all.toArray(String[]::new));
    }

    private static HikariDataSource pool(Environment environment, UnmanagedPools pools, String url) {
        HikariDataSource pool = pools.keep(new HikariDataSource());
        pool.setJdbcUrl(environment.getRequiredProperty(url));
        pool.setUsername(environment.getRequiredProperty("spring.datasource.username"));
        pool.setPassword(environment.getRequiredProperty("spring.datasource.password"));
        pool.setConnectionTimeout(2000);
        return pool;
    }

    private static HikariDataSource reads(Environment environment, UnmanagedPools pools) {
        HikariDataSource pool = pool(environment, pools, "reads");
        String begin = environment.getRequiredProperty("reads-begin-with");
        pool.setConnectionInitSql(begin.isEmpty() ? null : begin);
        return pool;
    }

    /** A proxy that takes connections for reading from a second pool, of which it alone knows. */
    @Configuration(proxyBeanMethods = false)
    @Import({ClientApplication.class, UnmanagedPools.class})
    static class LazyWithReplica {

        @Bean
        DataSource dataSource(Environment environment, UnmanagedPools pools) {
            LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy();
            proxy.setTargetDataSource(pool(environment, pools, "writes"));
            proxy.setReadOnlyDataSource(reads(environment, pools));
            return proxy;
        }
    }

    /** Chooses by transaction, over pools that are no beans. */
    @Configuration(proxyBeanMethods = false)
    @Import({ClientApplication.class, UnmanagedPools.class})
    static class ChoosingReplica {

        @Bean
        DataSource dataSource(Environment environment, UnmanagedPools pools) {
            ByTransaction choosing = new ByTransaction();
            choosing.setDefaultTargetDataSource(pool(environment, pools, "writes"));
            choosing.setTargetDataSources(Map.of("read-only", reads(environment, pools)));
            return choosing;
        }
    }

    private static final class ByTransaction extends AbstractRoutingDataSource {

        @Override
        protected @Nullable Object determineCurrentLookupKey() {
            return TransactionSynchronizationManager.isCurrentTransactionReadOnly() ? "read-only" : null;
        }
    }
}
