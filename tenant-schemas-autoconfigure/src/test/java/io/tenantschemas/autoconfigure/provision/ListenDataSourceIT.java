package io.tenantschemas.autoconfigure.provision;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.routing.PoolerInFront;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A node that listens where it is told to, because the settings of the pool do not lead there. */
class ListenDataSourceIT {

    private static final String HOST = "acme.example.com";

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void hearsOfOthersThroughABeanThatLeadsPastThePooler() {
        try (PoolerInFront pooler = PoolerInFront.start();
                TestDatabase behind = pooler.database()) {
            String[] properties = Provisioned.together(
                    pooler.properties(),
                    "direct.url=" + behind.url(),
                    "tenant-schemas.registry.listen-data-source=direct",
                    "tenant-schemas.routing.exclude=direct");
            assertHearsOfOthers(behind, WithDirectDataSource.class, properties);
        }
    }

    @Test
    void hearsOfOthersThroughABeanBesideAPoolOfTheApplicationsOwn() {
        assertHearsOfOthers(
                database,
                WithOwnPoolAndDirectDataSource.class,
                "direct.url=" + database.url(),
                "tenant-schemas.registry.listen-data-source=direct",
                "tenant-schemas.routing.exclude=direct");
    }

    @Test
    void hearsOfOthersThroughAPoolOfTheApplicationsOwn() {
        assertHearsOfOthers(
                database, WithOwnPool.class, "own.size=2", "tenant-schemas.registry.listen-data-source=ownPool");
    }

    @Test
    void listensToNobodyWhereOnlyTheApplicationKnowsItsPool() {
        try (Provisioned application =
                Provisioned.start(database, WithOwnPool.class, "tenant-schemas.registry.listen=true")) {
            assertThat(application.find(TenantChangeReceiver.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "script"})
    void doesNotStartWhereThereIsNoDataSourceOfThatName(String name) {
        assertThatThrownBy(() -> Provisioned.start(
                        database,
                        "tenant-schemas.registry.listen=true",
                        "tenant-schemas.registry.listen-data-source=" + name))
                .rootCause()
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("tenant-schemas.registry.listen-data-source")
                .hasMessageContaining("'" + name + "'");
    }

    private static void assertHearsOfOthers(TestDatabase database, Class<?> type, String... properties) {
        try (Node here = Node.alone(database);
                Node there = Node.listening(database, type, properties)) {
            Client acme = here.save("acme", HOST, "of acme");
            assertThat(there.byHost(HOST)).contains(acme.toTenant());
            here.application().provisioner().rename("acme", "globex");
            await().untilAsserted(() -> assertThat(there.byHost(HOST))
                    .hasValueSatisfying(tenant -> assertThat(tenant.schema()).hasToString("globex")));
            assertThat(there.notes("globex")).containsExactly("of acme");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(NamesAgainApplication.class)
    static class WithDirectDataSource {

        @Bean(defaultCandidate = false)
        DataSource direct(Environment environment, DataSourceProperties properties) {
            return properties
                    .initializeDataSourceBuilder()
                    .url(environment.getRequiredProperty("direct.url"))
                    .type(SimpleDriverDataSource.class)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(NamesAgainApplication.class)
    static class WithOwnPool {

        @Bean
        HikariDataSource ownPool(Environment environment, DataSourceProperties properties) {
            HikariDataSource pool = properties
                    .initializeDataSourceBuilder()
                    .type(HikariDataSource.class)
                    .build();
            pool.setMaximumPoolSize(environment.getProperty("own.size", Integer.class, 1));
            return pool;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({WithOwnPool.class, WithDirectDataSource.class})
    static class WithOwnPoolAndDirectDataSource {}
}
