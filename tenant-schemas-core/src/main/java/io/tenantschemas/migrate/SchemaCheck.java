package io.tenantschemas.migrate;

import io.tenantschemas.tenant.SchemaName;

/** Looks at a tenant's schema after it has been migrated. Must be safe for use by several threads. */
@FunctionalInterface
public interface SchemaCheck {

    /**
     * Looks at the schema and throws when it must not be used as it is.
     *
     * @throws NameCollisionException for example
     */
    void check(SchemaName tenant);
}
