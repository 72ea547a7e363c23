package io.tenantschemas.provision.hibernate;

import java.util.Arrays;
import java.util.Optional;

import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * The property of a tenant's entity that says its status.
 *
 * @param persister what knows the entity
 * @param index where it stands among the entity's properties
 */
record StatusProperty(EntityPersister persister, int index) {

    static final String NAME = "status";

    static StatusProperty of(EntityPersister persister) {
        return new StatusProperty(
                persister, Arrays.asList(persister.getPropertyNames()).indexOf(NAME));
    }

    /** Returns the status among values of the entity's properties, or empty if these are not known. */
    Optional<TenantStatus> in(@Nullable Object @Nullable [] values) {
        return values != null && values[index] instanceof TenantStatus status ? Optional.of(status) : Optional.empty();
    }

    /** Sets the status among the values that are about to be written, and in the entity, so that both agree afterwards. */
    void set(TenantStatus status, @Nullable Object[] values, AbstractTenant tenant) {
        values[index] = status;
        persister.setValue(tenant, index, status);
    }
}
