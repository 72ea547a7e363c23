package io.tenantschemas.provision.hibernate;

import java.util.Map;
import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.provision.SchemaProvisioner;
import io.tenantschemas.provision.TenantLifecycle;

/**
 * What Hibernate's events of tenants lead to, handed to it among its settings.
 *
 * @param provisioner what knows which names are taken
 * @param lifecycle what happens when tenants were saved or deleted
 * @param cached what has the second-level cache forget tenants
 */
public record TenantProvisioning(SchemaProvisioner provisioner, TenantLifecycle lifecycle, CachedTenants cached) {

    /** The setting under which an instance of this is found. */
    public static final String SETTING = "io.tenantschemas.provisioning";

    /** Checks that nothing is missing. */
    public TenantProvisioning {
        Assert.notNull(provisioner, "'provisioner' must not be null");
        Assert.notNull(lifecycle, "'lifecycle' must not be null");
        Assert.notNull(cached, "'cached' must not be null");
    }

    static Optional<TenantProvisioning> in(Map<String, Object> settings) {
        return Optional.ofNullable(settings.get(SETTING))
                .filter(TenantProvisioning.class::isInstance)
                .map(TenantProvisioning.class::cast);
    }
}
