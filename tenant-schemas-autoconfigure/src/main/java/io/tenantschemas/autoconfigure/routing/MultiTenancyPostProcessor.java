package io.tenantschemas.autoconfigure.routing;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

import org.hibernate.cfg.AvailableSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.cache.hibernate.TenantCaching;
import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.provision.hibernate.TenantProvisioning;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.routing.RoutingRules;
import io.tenantschemas.routing.hibernate.BoundTenantIdentifierResolver;
import io.tenantschemas.routing.hibernate.TenantConnectionProvider;
import io.tenantschemas.routing.hibernate.TenantMapping;
import io.tenantschemas.tenant.SchemaName;

/**
 * Adds multi-tenancy to the settings of entity manager factories before they are built. Boot's customizers would not do: a
 * factory that an application makes by hand never sees them and would read the shared tables for everybody.
 */
final class MultiTenancyPostProcessor implements BeanPostProcessor {

    private final ObjectProvider<PublicSchema> publicSchema;

    private final ObjectProvider<EntityScopes> scopes;

    private final ObjectProvider<RoutingRules> rules;

    private final ObjectProvider<TenantTable> table;

    private final ObjectProvider<TenantProvisioning> provisioning;

    MultiTenancyPostProcessor(
            ObjectProvider<PublicSchema> publicSchema,
            ObjectProvider<EntityScopes> scopes,
            ObjectProvider<RoutingRules> rules,
            ObjectProvider<TenantTable> table,
            ObjectProvider<TenantProvisioning> provisioning) {
        this.publicSchema = publicSchema;
        this.scopes = scopes;
        this.rules = rules;
        this.table = table;
        this.provisioning = provisioning;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof AbstractEntityManagerFactoryBean factory && isRouted(factory.getDataSource())) {
            addTo(factory.getJpaPropertyMap(), factory.getDataSource());
        }
        return bean;
    }

    static boolean isRouted(@Nullable DataSource dataSource) {
        try {
            return dataSource != null && dataSource.isWrapperFor(RoutingDataSource.class);
        } catch (SQLException notAWrapper) {
            return false;
        }
    }

    private void addTo(Map<String, Object> settings, @Nullable DataSource dataSource) {
        SchemaName name = publicSchema.getObject().name();
        // Not in place of the application's own: the verifier refuses those, instead of nobody noticing.
        settings.putIfAbsent(
                AvailableSettings.MULTI_TENANT_CONNECTION_PROVIDER,
                new TenantConnectionProvider(Objects.requireNonNull(dataSource), name));
        settings.putIfAbsent(
                AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new BoundTenantIdentifierResolver(name));
        RoutingRules routing = rules.getObject();
        new TenantMapping(
                        scopes.getObject(),
                        name,
                        routing.largeObjects(),
                        routing.relations(),
                        table.getObject().types())
                .addTo(settings);
        new TenantCaching(scopes.getObject(), name).addTo(settings);
        provisioning.ifAvailable(value -> settings.put(TenantProvisioning.SETTING, value));
    }
}
