package io.tenantschemas.inspect;

import java.util.Optional;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;

/**
 * A tenant whose row is as it should be.
 *
 * @param id its id
 * @param schema its schema, which is nobody else's
 * @param status its status
 * @param type its type, or empty for none
 * @param hasSchema whether the schema exists
 */
record Member(long id, SchemaName schema, TenantStatus status, Optional<TypeName> type, boolean hasSchema) {

    /** Returns the migrations that it goes through. */
    MigrationTarget target() {
        return MigrationTarget.tenant(schema).ofType(type);
    }
}
