package io.tenantschemas.migrate;

import java.util.Collection;

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

    /**
     * Looks at many tenants' schemas at once.
     *
     * @return those that have to be looked at by themselves, all others being fit for use
     */
    default Collection<SchemaName> suspects(Collection<SchemaName> tenants) {
        return tenants;
    }
}
