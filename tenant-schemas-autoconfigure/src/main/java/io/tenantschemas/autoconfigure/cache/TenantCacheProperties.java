package io.tenantschemas.autoconfigure.cache;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of caches.
 *
 * @param shared names of caches that hold the same data for all tenants and have one entry for all
 */
@ConfigurationProperties("tenant-schemas.cache")
public record TenantCacheProperties(@DefaultValue Set<String> shared) {

    /** Copies the names. */
    public TenantCacheProperties {
        shared = Set.copyOf(shared);
    }
}
