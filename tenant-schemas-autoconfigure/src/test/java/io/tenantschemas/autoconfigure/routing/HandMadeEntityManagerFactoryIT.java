package io.tenantschemas.autoconfigure.routing;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.autoconfigure.app.UnmanagedPools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An entity manager factory of the application's own, which none of Spring Boot's customizers sees. */
class HandMadeEntityManagerFactoryIT {

    @Test
    void tellsTenantsApart() {
        try (RunningApplication application = RunningApplication.startWithoutWeb(HandMade.class)) {
            for (String schema : List.of("acme", "globex")) {
                application.bean(ClientRepository.class).save(new Client(schema, schema + ".example.com", schema));
            }
            TakingTurns turns = new TakingTurns(application.context());
            turns.write("acme", "acme");
            turns.write("globex", "globex");

            assertThat(turns.read("acme")).allSatisfy(texts -> assertThat(texts).containsExactly("acme"));
            assertThat(turns.read("globex"))
                    .allSatisfy(texts -> assertThat(texts).containsExactly("globex"));
        }
    }

    @Test
    void isRefusedWhenItAnswersItselfWhoTheTenantIs() {
        assertThatExceptionOfType(MultiTenancyNotInForceException.class)
                .isThrownBy(() -> RunningApplication.startWithoutWeb(OwnResolver.class))
                .withMessageContaining("hibernate.tenant_identifier_resolver");
    }

    @Test
    void isRefusedOnADataSourceThatIsNoBean() {
        assertThatExceptionOfType(TenantDataSourceException.class)
                .isThrownBy(() -> RunningApplication.startWithoutWeb(OwnPool.class))
                .withMessageContaining("'reports' takes connections from a data source that is not routed");
    }

    private static LocalContainerEntityManagerFactoryBean factory(DataSource dataSource, Map<String, Object> settings) {
        LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(dataSource);
        factory.setPackagesToScan(ClientApplication.class.getPackageName());
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.getJpaPropertyMap()
                .put("hibernate.physical_naming_strategy", new PhysicalNamingStrategySnakeCaseImpl());
        factory.getJpaPropertyMap().putAll(settings);
        return factory;
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ClientApplication.class)
    static class HandMade {

        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            return factory(dataSource, Map.of());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ClientApplication.class)
    static class OwnResolver {

        @Bean
        LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            return factory(dataSource, Map.of("hibernate.tenant_identifier_resolver", new Nobody()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ClientApplication.class, UnmanagedPools.class})
    static class OwnPool {

        @Bean
        @Primary
        LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            return factory(dataSource, Map.of());
        }

        @Bean
        LocalContainerEntityManagerFactoryBean reports(DataSourceProperties properties, UnmanagedPools pools) {
            DataSource pool = pools.keep(properties
                    .initializeDataSourceBuilder()
                    .type(HikariDataSource.class)
                    .build());
            LocalContainerEntityManagerFactoryBean reports = factory(pool, Map.of());
            reports.setPersistenceUnitName("reports");
            reports.setPackagesToScan("com.example.reports");
            return reports;
        }
    }

    static final class Nobody implements CurrentTenantIdentifierResolver<String> {

        @Override
        public String resolveCurrentTenantIdentifier() {
            return "public";
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }
}
