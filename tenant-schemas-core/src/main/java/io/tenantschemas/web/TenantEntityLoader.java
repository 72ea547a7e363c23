package io.tenantschemas.web;

import java.util.Optional;

import io.tenantschemas.tenant.Tenant;

/** Loads the application's own tenant entity, for arguments with {@link CurrentTenant}. */
public interface TenantEntityLoader {

    /** Returns the type of the entity. */
    Class<?> entityType();

    /**
     * Loads the entity of {@code tenant}, which is the one that is bound.
     *
     * @return the entity, an instance of {@link #entityType()}, or empty when its row has gone
     */
    Optional<?> load(Tenant tenant);
}
