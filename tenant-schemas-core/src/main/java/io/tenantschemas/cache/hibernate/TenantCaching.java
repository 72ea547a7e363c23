package io.tenantschemas.cache.hibernate;

import java.util.Map;
import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.tenant.SchemaName;

/**
 * What Hibernate has to know to divide its second-level cache, handed to it among its settings.
 *
 * @param scopes whose an entity is
 * @param publicSchema the schema that holds the shared tables, whose name stands for work without a tenant
 */
public record TenantCaching(EntityScopes scopes, SchemaName publicSchema) {

    /** The setting under which an instance of this is found. */
    public static final String SETTING = "io.tenantschemas.caching";

    /** Checks that nothing is missing. */
    public TenantCaching {
        Assert.notNull(scopes, "'scopes' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
    }

    /** Adds this to Hibernate's settings. */
    public void addTo(Map<String, Object> settings) {
        settings.put(SETTING, this);
    }

    static Optional<TenantCaching> in(Map<String, Object> settings) {
        return Optional.ofNullable(settings.get(SETTING))
                .filter(TenantCaching.class::isInstance)
                .map(TenantCaching.class::cast);
    }
}
