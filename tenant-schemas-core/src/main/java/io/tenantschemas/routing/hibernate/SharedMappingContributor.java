package io.tenantschemas.routing.hibernate;

import java.util.List;
import java.util.Map;

import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.mapping.PersistentClass;

import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopeException;

/**
 * Qualifies all tables of shared entities with the public schema, so that no search path can lead elsewhere, and refuses
 * mappings by which one tenant could see another's rows. Hibernate finds this class as a service; it does nothing unless a
 * {@link TenantMapping} is among the settings.
 */
public final class SharedMappingContributor implements AdditionalMappingContributor {

    @Override
    public String getContributorName() {
        return "tenant-schemas";
    }

    @Override
    public void contribute(
            AdditionalMappingContributions contributions,
            InFlightMetadataCollector metadata,
            ResourceStreamLocator resources,
            MetadataBuildingContext context) {
        Map<String, Object> settings = context.getBootstrapContext()
                .getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings();
        TenantMapping.in(settings).ifPresent(mapping -> contribute(metadata, mapping, settings));
    }

    private static void contribute(
            InFlightMetadataCollector metadata, TenantMapping mapping, Map<String, Object> settings) {
        TableCreationException.refuse(settings);
        Map<String, PersistentClass> entities = metadata.getEntityBindingMap();
        EntityTables tables = new EntityTables(entities.values(), metadata.getCollectionBindings());
        List<EntityProblem> problems =
                new EntityMappingCheck(mapping, entities, tables, metadata.getGlobalRegistrations()).problems(settings);
        if (!problems.isEmpty()) {
            throw new EntityScopeException(problems);
        }
        SynchronizedTables synchronizedTables =
                new SynchronizedTables(metadata.getDatabase().getDialect());
        entities.values().stream()
                .filter(entity -> isShared(entity, mapping))
                .flatMap(entity -> tables.of(entity).stream())
                .filter(table -> table.getSchema() == null)
                .forEach(table -> {
                    table.setSchema(mapping.mappedSchema().toString());
                    synchronizedTables.qualify(table, mapping.mappedSchema());
                });
        entities.values().forEach(synchronizedTables::addTo);
    }

    private static boolean isShared(PersistentClass entity, TenantMapping mapping) {
        return entity.getMappedClass() != null && mapping.scopes().isShared(entity.getMappedClass());
    }
}
