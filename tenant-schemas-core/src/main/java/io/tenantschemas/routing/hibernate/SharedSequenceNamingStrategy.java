package io.tenantschemas.routing.hibernate;

import java.util.Map;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.QualifiedName;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.id.IdentifierGenerator;
import org.hibernate.id.enhanced.StandardNamingStrategy;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Qualifies the generators of shared entities that have no name of their own with the public schema.
 *
 * <p>Public because Hibernate takes such a strategy by the name of its class only; {@link TenantMapping#addTo} names it.
 */
public final class SharedSequenceNamingStrategy extends StandardNamingStrategy {

    @Override
    public QualifiedName determineSequenceName(
            @Nullable Identifier catalog, @Nullable Identifier schema, Map<?, ?> config, ServiceRegistry services) {
        return super.determineSequenceName(catalog, schemaFor(schema, config, services), config, services);
    }

    @Override
    public QualifiedName determineTableName(
            @Nullable Identifier catalog, @Nullable Identifier schema, Map<?, ?> config, ServiceRegistry services) {
        return super.determineTableName(catalog, schemaFor(schema, config, services), config, services);
    }

    private static @Nullable Identifier schemaFor(
            @Nullable Identifier schema, Map<?, ?> config, ServiceRegistry services) {
        return schema == null && config.get(IdentifierGenerator.ENTITY_NAME) instanceof String entity
                ? schemaOf(entity, services)
                : schema;
    }

    private static @Nullable Identifier schemaOf(String entity, ServiceRegistry services) {
        Class<?> type = services.requireService(ClassLoaderService.class).classForName(entity);
        return TenantMapping.in(
                        services.requireService(ConfigurationService.class).getSettings())
                .filter(mapping -> mapping.scopes().isShared(type))
                .map(TenantMapping::mappedSchema)
                .orElse(null);
    }
}
