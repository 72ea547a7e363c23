package io.tenantschemas.autoconfigure.entity;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.TenantSchemasAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration;
import io.tenantschemas.autoconfigure.provision.TenantProvisioningAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantHibernateAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class WithoutJpaIT {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    TenantSchemasAutoConfiguration.class,
                    TenantEntityAutoConfiguration.class,
                    TenantVerificationAutoConfiguration.class,
                    TenantRoutingAutoConfiguration.class,
                    TenantHibernateAutoConfiguration.class,
                    TenantMigrationAutoConfiguration.class,
                    TenantProvisioningAutoConfiguration.class))
            .withClassLoader(new FilteredClassLoader("jakarta.persistence", "org.hibernate", "org.springframework.orm"))
            .withPropertyValues(
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=" + database.username(),
                    "spring.datasource.password=" + database.password());

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void readsTenantsFromTheTableThatIsSet() {
        contextRunner.withPropertyValues("tenant-schemas.tenant-table=client").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(TenantTable.class).name()).isEqualTo("client");
            new JdbcTemplate(database.dataSource())
                    .execute("INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                            + " VALUES ('acme', 'ACTIVE', 'Acme', true, now())");
            assertThat(context.getBean(TenantRegistry.class).findBySchema(SchemaName.of("acme")))
                    .isPresent();
        });
    }

    @Test
    void readsTheTypesOfTenantsFromTheColumnThatIsSet() {
        contextRunner
                .withPropertyValues(
                        "tenant-schemas.tenant-table=client",
                        "tenant-schemas.tenant-type-column=name",
                        "tenant-schemas.tenant-types=basic,premium")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    new JdbcTemplate(database.dataSource())
                            .execute("INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                                    + " VALUES ('acme', 'ACTIVE', 'Premium', true, now())");
                    assertThat(context.getBean(TenantRegistry.class)
                                    .findBySchema(SchemaName.of("acme"))
                                    .flatMap(Tenant::type))
                            .contains(TypeName.of("premium"));
                });
    }

    @Test
    void saysWhichSettingIsMissing() {
        contextRunner.run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(TenantTableUnknownException.class)
                .hasMessageContaining("tenant-schemas.tenant-table=client"));
    }

    @Test
    void stillChecksTheTables() {
        contextRunner
                .withPropertyValues("tenant-schemas.tenant-table=company")
                .run(context -> assertThat(context).getFailure().isInstanceOf(TenantTablesIncompleteException.class));
    }

    @Test
    void checksTheTableOfTenantsThatWaitWhereThereAreSuch() {
        contextRunner
                .withPropertyValues("tenant-schemas.tenant-table=client", "tenant-schemas.provisioning.mode=async")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOfSatisfying(
                                TenantTablesIncompleteException.class,
                                incomplete -> assertThat(incomplete.missing())
                                        .singleElement()
                                        .satisfies(missing -> assertThat(missing.sql())
                                                .startsWith("CREATE TABLE \"public\".\"tenant_provisioning\""))));
    }
}
