package io.tenantschemas.cache.hibernate;

import java.util.List;
import java.util.Map;

import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.engine.config.spi.ConfigurationService;

import io.tenantschemas.entity.EntityProblem;
import io.tenantschemas.entity.EntityScopeException;

/**
 * Refuses shared entities that are to be cached though what is read with them depends on the tenant. Hibernate finds this
 * class as a service; it does nothing unless a {@link TenantCaching} is among the settings.
 */
public final class CachedMappingContributor implements AdditionalMappingContributor {

    @Override
    public String getContributorName() {
        return "tenant-schemas-caching";
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
        TenantCaching.in(settings).ifPresent(caching -> check(metadata, caching));
    }

    private static void check(InFlightMetadataCollector metadata, TenantCaching caching) {
        List<EntityProblem> problems = new CachedMappingCheck(caching.scopes())
                .problems(metadata.getEntityBindingMap().values(), metadata.getCollectionBindings());
        if (!problems.isEmpty()) {
            throw new EntityScopeException(problems);
        }
    }
}
