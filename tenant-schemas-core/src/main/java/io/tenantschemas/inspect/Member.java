package io.tenantschemas.inspect;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

/**
 * A tenant whose row is as it should be.
 *
 * @param id its id
 * @param schema its schema, which is nobody else's
 * @param status its status
 * @param hasSchema whether the schema exists
 */
record Member(long id, SchemaName schema, TenantStatus status, boolean hasSchema) {}
