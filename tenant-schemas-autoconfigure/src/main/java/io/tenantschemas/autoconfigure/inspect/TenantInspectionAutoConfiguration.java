package io.tenantschemas.autoconfigure.inspect;

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.autoconfigure.provision.TenantProvisioningAutoConfiguration;
import io.tenantschemas.inspect.InspectionRules;
import io.tenantschemas.inspect.SchemaInspection;
import io.tenantschemas.inspect.TenantModel;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.routing.RoutingScope;
import io.tenantschemas.routing.SearchPaths;

/** {@link EnableAutoConfiguration Auto-configuration} that finds out whether tenants, their schemas and the model fit together. */
@AutoConfiguration(
        after = TenantProvisioningAutoConfiguration.class,
        afterName = "io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@ConditionalOnBean({SchemaMigrator.class, FallThroughCheck.class, TenantRepair.class})
public final class TenantInspectionAutoConfiguration {

    /** As long as nobody waits who has anything else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Bean
    @ConditionalOnMissingBean
    SchemaInspection schemaInspection(
            DdlDataSource dataSource,
            TenantTable table,
            SearchPaths paths,
            SchemaMigrator migrator,
            FallThroughCheck fallThrough,
            ObjectProvider<TenantModel> model,
            TenantRepair repair,
            PublicHosts mainSite,
            ObjectProvider<TenantRoles> roles,
            TenantSchemasProperties properties) {
        boolean isBehindPooler = properties.routing().scope() == RoutingScope.TRANSACTION;
        InspectionRules rules = new InspectionRules(
                mainSite, roles.getIfAvailable(), isBehindPooler ? null : PATIENCE, dataSource.isApart());
        return new SchemaInspection(
                dataSource.dataSource(),
                table,
                paths,
                migrator,
                fallThrough,
                () -> model.getIfAvailable(TenantModel::unknown),
                repair,
                rules);
    }
}
