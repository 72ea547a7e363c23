package io.tenantschemas.autoconfigure.routing;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration;
import io.tenantschemas.autoconfigure.provision.TenantProvisioningAutoConfiguration;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.routing.RoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** With which data source schemas are made, as the beans say, without a database. */
class DdlDataSourceTests {

    private static final String ASYNC = "tenant-schemas.provisioning.mode=async";

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

    @Configuration(proxyBeanMethods = false)
    static class Beside {

        @Bean(defaultCandidate = false)
        @FlywayDataSource
        SimpleDriverDataSource migrations() {
            return new SimpleDriverDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Equal {

        @Bean
        SimpleDriverDataSource main() {
            return new SimpleDriverDataSource();
        }

        @Bean
        @FlywayDataSource
        SimpleDriverDataSource migrations() {
            return new SimpleDriverDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Another {

        @Bean(defaultCandidate = false)
        @FlywayDataSource
        SimpleDriverDataSource another() {
            return new SimpleDriverDataSource();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OnlyMain {

        @Bean
        @Primary
        @FlywayDataSource
        SimpleDriverDataSource both() {
            return new SimpleDriverDataSource();
        }

        @Bean
        SimpleDriverDataSource reports() {
            return new SimpleDriverDataSource();
        }
    }

    @Test
    void isThatOfTheTenantsWhereThereIsNoOther() {
        contextRunner.run(context -> {
            DdlDataSource ddl = context.getBean(DdlDataSource.class);
            assertThat(ddl.isApart()).isFalse();
            assertThat(ddl.dataSource())
                    .isSameAs(context.getBean(TenantDataSources.class)
                            .holdingTenants()
                            .unroutedAsUser());
        });
    }

    @Test
    void isTheOneWithSpringBootsQualifierAndIsNotRouted() {
        contextRunner
                .withUserConfiguration(Beside.class)
                .withPropertyValues(ASYNC)
                .run(context -> {
                    DdlDataSource ddl = context.getBean(DdlDataSource.class);
                    assertThat(ddl.isApart()).isTrue();
                    assertThat(ddl.dataSource().unwrap(SimpleDriverDataSource.class))
                            .isSameAs(context.getBean("migrations"));
                    assertThat(context.getBean(DataSource.class)).isInstanceOf(RoutingDataSource.class);
                });
    }

    @Test
    void goesWithTenantsThatSomebodyAsksFor() {
        contextRunner
                .withUserConfiguration(Beside.class)
                .withPropertyValues("tenant-schemas.provisioning.mode=none")
                .run(context -> assertThat(context.getBean(TenantRepair.class).needsNotes())
                        .isTrue());
    }

    @Test
    void isNoneThatCouldHoldTheTenants() {
        contextRunner
                .withUserConfiguration(Equal.class)
                .withPropertyValues(ASYNC)
                .run(context -> {
                    assertThat(context.getBean(TenantDataSources.class).holdingTenants())
                            .isSameAs(context.getBean("main"));
                    assertThat(context.getBean("migrations")).isInstanceOf(SimpleDriverDataSource.class);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "tenant-schemas.provisioning.mode=sync, Set tenant-schemas.provisioning.mode=async",
        "tenant-schemas.provisioning.auto-drop=true, Set tenant-schemas.provisioning.auto-drop=false",
        "tenant-schemas.routing.strategy=role, Choose another strategy",
    })
    void refusesWhatWouldNeedOneTransactionOnBothAndSaysWhatToDo(String property, String action) {
        contextRunner
                .withUserConfiguration(Beside.class)
                .withPropertyValues(ASYNC, property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TenantDataSourceException.class)
                        .hasMessageContaining("'migrations'")
                        .hasMessageContaining("@FlywayDataSource")
                        .hasMessageContaining(property)
                        .hasMessageContaining(action)
                        .hasMessageContaining("remove the qualifier"));
    }

    @Test
    void refusesTheDefaultModeAsWell() {
        contextRunner
                .withUserConfiguration(Beside.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("tenant-schemas.provisioning.mode=sync"));
    }

    @Test
    void refusesToGuessWhichOfSeveral() {
        contextRunner
                .withUserConfiguration(Beside.class, Another.class)
                .withPropertyValues(ASYNC)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TenantDataSourceException.class)
                        .hasMessageContaining("migrations, another"));
    }

    @Test
    void refusesThePrimaryOne() {
        contextRunner
                .withUserConfiguration(OnlyMain.class)
                .withPropertyValues(ASYNC)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(TenantDataSourceException.class)
                        .hasMessageContaining("'both' is @Primary"));
    }
}
