package io.tenantschemas.autoconfigure.migrate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.migrate.CurrentSchemas;
import io.tenantschemas.migrate.SchemaMigrator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that turns tenants away whose schemas are behind, where they have to be current.
 *
 * <p>Gives way to an application's own {@link SchemaReadiness}. Where nobody knows how far schemas are, the start-up fails.
 */
@AutoConfiguration(after = TenantMigrationAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tenant-schemas.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "tenant-schemas.migrations.require-current")
public final class TenantReadinessAutoConfiguration {

    // The migrator is made when the first tenant is asked about: web servers are before much of what it may need.
    @Bean
    @ConditionalOnBean(SchemaMigrator.class)
    @ConditionalOnMissingBean(SchemaReadiness.class)
    CurrentSchemas currentSchemas(ObjectProvider<SchemaMigrator> migrator) {
        return new CurrentSchemas(migrator::getObject);
    }

    @Bean
    static ReadinessVerifier readinessVerifier() {
        return new ReadinessVerifier();
    }
}
