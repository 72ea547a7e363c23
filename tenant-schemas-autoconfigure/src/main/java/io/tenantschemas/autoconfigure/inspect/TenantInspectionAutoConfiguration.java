package io.tenantschemas.autoconfigure.inspect;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.tenantschemas.autoconfigure.provision.TenantProvisioningAutoConfiguration;
import io.tenantschemas.inspect.SchemaInspection;
import io.tenantschemas.inspect.TenantModel;
import io.tenantschemas.migrate.FallThroughCheck;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.provision.TenantRepair;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.routing.UnroutedDataSource;

/** {@link EnableAutoConfiguration Auto-configuration} that finds out whether tenants, their schemas and the model fit together. */
@AutoConfiguration(
        after = TenantProvisioningAutoConfiguration.class,
        afterName = "io.tenantschemas.autoconfigure.entity.TenantEntityAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@ConditionalOnBean({SchemaMigrator.class, FallThroughCheck.class, TenantRepair.class})
public final class TenantInspectionAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    SchemaInspection schemaInspection(
            UnroutedDataSource dataSource,
            TenantTable table,
            SearchPaths paths,
            SchemaMigrator migrator,
            FallThroughCheck fallThrough,
            ObjectProvider<TenantModel> model,
            TenantRepair repair) {
        return new SchemaInspection(
                dataSource.dataSource(),
                table,
                paths,
                migrator,
                fallThrough,
                () -> model.getIfAvailable(TenantModel::unknown),
                repair);
    }
}
