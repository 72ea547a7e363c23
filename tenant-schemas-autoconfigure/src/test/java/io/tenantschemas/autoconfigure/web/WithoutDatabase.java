package io.tenantschemas.autoconfigure.web;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration;

import io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration;
import io.tenantschemas.autoconfigure.entity.TenantVerificationAutoConfiguration;
import io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration;
import io.tenantschemas.autoconfigure.provision.TenantProvisioningAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantHibernateAutoConfiguration;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;

/** What an application leaves out that has all of Boot, and tenants, but no database. */
final class WithoutDatabase {

    private WithoutDatabase() {}

    /** Returns the setting that leaves it out, and {@code more} with it. */
    static String exclude(String... more) {
        return Stream.concat(
                        Stream.of(
                                        DataSourceAutoConfiguration.class,
                                        JdbcSessionAutoConfiguration.class,
                                        TenantEntityAutoConfiguration.class,
                                        TenantVerificationAutoConfiguration.class,
                                        TenantMigrationAutoConfiguration.class,
                                        TenantProvisioningAutoConfiguration.class,
                                        TenantHibernateAutoConfiguration.class,
                                        TenantRoutingAutoConfiguration.class)
                                .map(Class::getName),
                        Arrays.stream(more))
                .collect(Collectors.joining(",", "spring.autoconfigure.exclude=", ""));
    }
}
