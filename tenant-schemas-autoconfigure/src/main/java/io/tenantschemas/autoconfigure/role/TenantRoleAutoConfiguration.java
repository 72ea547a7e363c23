package io.tenantschemas.autoconfigure.role;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.autoconfigure.TenantSchemasProperties.Routing.Roles;
import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.role.SharedPrivileges;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.UnroutedDataSource;

/** {@link EnableAutoConfiguration Auto-configuration} of the roles to which the tenants' schemas belong, with the strategy. */
@AutoConfiguration(
        after = TenantRoutingAutoConfiguration.class,
        beforeName = {
            "io.tenantschemas.autoconfigure.migrate.TenantMigrationAutoConfiguration",
            "io.tenantschemas.autoconfigure.provision.TenantProvisioningAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "tenant-schemas.routing.strategy", havingValue = "role")
public final class TenantRoleAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TenantRoles tenantRoles(SearchPaths paths, TenantSchemasProperties properties) {
        Roles roles = properties.routing().role();
        return new TenantRoles(
                new SharedPrivileges(roles.groupName(), paths.shared().toList(), roles.sharedPrivileges()));
    }

    /** What is looked at before the application serves anybody, and not by a command, which may mend it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "tenant-schemas.command.active", havingValue = false, matchIfMissing = true)
    static class VerificationConfiguration {

        @Bean
        TenantRolesVerifier tenantRolesVerifier(
                TenantRoles roles, UnroutedDataSource dataSource, TenantTable table, SearchPaths paths) {
            return new TenantRolesVerifier(roles, dataSource.dataSource(), table, paths.publicSchema());
        }
    }
}
