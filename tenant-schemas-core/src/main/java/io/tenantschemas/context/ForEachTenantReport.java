package io.tenantschemas.context;

import java.util.List;

import io.tenantschemas.tenant.Tenant;

/**
 * How work for every tenant went.
 *
 * @param succeeded the number of tenants for which the work ended normally
 * @param failures the tenants for which it did not, in the order in which they were tried
 */
public record ForEachTenantReport(long succeeded, List<Failure> failures) {

    /** Copies the list. */
    public ForEachTenantReport {
        failures = List.copyOf(failures);
    }

    /** Returns whether the work ended normally for every tenant. */
    public boolean isComplete() {
        return failures.isEmpty();
    }

    /**
     * A tenant for which the work failed.
     *
     * @param tenant the tenant
     * @param cause what the work threw
     */
    public record Failure(Tenant tenant, Exception cause) {}
}
