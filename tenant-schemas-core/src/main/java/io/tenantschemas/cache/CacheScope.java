package io.tenantschemas.cache;

import java.util.Set;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Whose the entries of caches are.
 *
 * @param publicSchema the schema that holds the shared tables, whose name stands for work without a tenant
 * @param shared names of caches that have one entry for all
 * @param requireTenant whether work that is bound to nothing is refused the other caches
 */
public record CacheScope(SchemaName publicSchema, Set<String> shared, boolean requireTenant) {

    /** Checks that nothing is missing and copies the names. */
    public CacheScope {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(shared, "'shared' must not be null");
        shared = Set.copyOf(shared);
    }

    boolean isShared(String cache) {
        return shared.contains(cache);
    }
}
