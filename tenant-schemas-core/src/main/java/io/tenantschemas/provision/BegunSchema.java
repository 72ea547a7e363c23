package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * A schema that is built in parts, and which nobody uses yet.
 *
 * @param tenant the tenant as it was when that began
 * @param schemaOid the schema's number
 */
record BegunSchema(Tenant tenant, long schemaOid) {}
