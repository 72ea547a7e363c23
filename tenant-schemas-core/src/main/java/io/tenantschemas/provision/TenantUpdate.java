package io.tenantschemas.provision;

import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * A tenant whose row or domains were written.
 *
 * @param tenant the tenant as whoever wrote it takes it to be now
 * @param statusBefore the status that it had, or empty if that is not known
 */
public record TenantUpdate(Tenant tenant, Optional<TenantStatus> statusBefore) {

    /** Checks that nothing is missing. */
    public TenantUpdate {
        Assert.notNull(tenant, "'tenant' must not be null");
        Assert.notNull(statusBefore, "'statusBefore' must not be null");
    }
}
