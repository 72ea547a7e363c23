package io.tenantschemas.autoconfigure.routing;

import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;

import static org.assertj.core.api.Assertions.assertThat;

/** How many statements the driver may remember. No connection is opened. */
class StatementCacheTests {

    private static final String URL = "spring.datasource.url=jdbc:postgresql://localhost:1/none";

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
            .withUserConfiguration(Caches.class)
            .withPropertyValues("spring.datasource.driver-class-name=org.postgresql.Driver");

    private static Properties driver(ApplicationContext context) {
        return context.getBean(HikariDataSource.class).getDataSourceProperties();
    }

    @Test
    void isLargerThanTheDriversOwn() {
        contextRunner
                .withPropertyValues(URL)
                .run(context -> assertThat(driver(context))
                        .containsEntry("preparedStatementCacheQueries", "1024")
                        .containsEntry("preparedStatementCacheSizeMiB", "20"));
    }

    @Test
    void isWhatTheApplicationSays() {
        contextRunner
                .withPropertyValues(
                        URL, "spring.datasource.hikari.data-source-properties.preparedStatementCacheQueries=7")
                .run(context -> assertThat(driver(context))
                        .containsEntry("preparedStatementCacheQueries", "7")
                        .containsEntry("preparedStatementCacheSizeMiB", "20"));
    }

    @Test
    void isWhatTheAddressOfTheDatabaseSays() {
        contextRunner
                .withPropertyValues(URL + "?preparedStatementCacheQueries=7&preparedStatementCacheSizeMiB=1")
                .run(context -> assertThat(driver(context)).isEmpty());
    }

    @Test
    void isLeftAloneWhereTheDatabaseIsAnother() {
        contextRunner
                .withPropertyValues("spring.datasource.url=jdbc:other://localhost:1/none")
                .run(context -> assertThat(driver(context)).isEmpty());
    }

    @Test
    void isLeftAloneWhereTheDataSourceIsExcluded() {
        contextRunner
                .withPropertyValues(URL, "tenant-schemas.routing.exclude=dataSource")
                .run(context -> assertThat(driver(context)).isEmpty());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TenantSchemasProperties.class)
    static class Caches {

        @Bean
        static StatementCachePostProcessor statementCachePostProcessor(ObjectProvider<UnroutedBeans> unrouted) {
            return new StatementCachePostProcessor(unrouted);
        }

        @Bean
        UnroutedBeans unroutedBeans(TenantSchemasProperties properties) {
            return new UnroutedBeans(properties.routing().exclude(), bean -> false);
        }
    }
}
