package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * An attempt to make a tenant that waits for its schema, which was counted.
 *
 * @param tenant the tenant
 * @param number which one it is
 * @param hasSchema whether one before has left a schema
 */
record TenantAttempt(Tenant tenant, int number, boolean hasSchema) {}
