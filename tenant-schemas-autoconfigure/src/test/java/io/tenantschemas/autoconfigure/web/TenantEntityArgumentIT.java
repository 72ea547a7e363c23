package io.tenantschemas.autoconfigure.web;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.web.model.Client;
import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;
import io.tenantschemas.web.TenantEntityLoader;

import static org.assertj.core.api.Assertions.assertThat;

class TenantEntityArgumentIT {

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TenantEntityArgumentAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    HibernateJpaAutoConfiguration.class))
            .withUserConfiguration(Application.class);

    @Test
    void loadsTheEntityOfATenant() {
        try (TestDatabase database = databaseWithAcme()) {
            on(database).run(context -> {
                TenantEntityLoader loader = context.getBean(TenantEntityLoader.class);
                assertThat(loader.entityType()).isEqualTo(Client.class);
                assertThat(loader.load(FakeTenants.ACME))
                        .get()
                        .isInstanceOf(Client.class)
                        .extracting(client -> ((AbstractTenant) client).getSchemaName())
                        .isEqualTo("acme");
            });
        }
    }

    @Test
    void findsNothingWhenTheRowHasGone() {
        try (TestDatabase database = databaseWithAcme()) {
            on(database)
                    .run(context -> assertThat(
                                    context.getBean(TenantEntityLoader.class).load(FakeTenants.GLOBEX))
                            .isEmpty());
        }
    }

    @Test
    void keepsTheLoaderOfTheApplication() {
        TenantEntityLoader own = new OwnLoader();
        try (TestDatabase database = databaseWithAcme()) {
            on(database)
                    .withBean(TenantEntityLoader.class, () -> own)
                    .run(context -> assertThat(context)
                            .getBean(TenantEntityLoader.class)
                            .isSameAs(own));
        }
    }

    private WebApplicationContextRunner on(TestDatabase database) {
        return contextRunner.withPropertyValues(
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password(),
                "spring.jpa.hibernate.ddl-auto=none");
    }

    private static TestDatabase databaseWithAcme() {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        JdbcTemplate sql = new JdbcTemplate(database.dataSource());
        sql.execute("""
                create table client (id bigint primary key, schema_name text not null, status text not null);
                create table tenant_domain (tenant_id bigint not null, domain text not null, is_primary boolean not null);
                insert into client values (1, 'acme', 'ACTIVE');
                insert into tenant_domain values (1, 'acme.example.com', true);
                """);
        return database;
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Client.class)
    static class Application {}

    private static final class OwnLoader implements TenantEntityLoader {

        @Override
        public Class<?> entityType() {
            return Client.class;
        }

        @Override
        public Optional<?> load(Tenant tenant) {
            return Optional.empty();
        }
    }
}
