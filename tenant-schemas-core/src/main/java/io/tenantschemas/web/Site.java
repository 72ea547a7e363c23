package io.tenantschemas.web;

import java.util.Optional;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/** The two kinds of host that an application has. */
enum Site {

    /** Bound to the shared tables, or to the tenant whose schema is the public one. */
    PUBLIC,

    /** Bound to any other tenant. */
    TENANT;

    /** Returns the site that the calling thread is bound to, or empty when nothing is bound. */
    static Optional<Site> current(SchemaName publicSchema) {
        TenantBinding binding = TenantContext.binding();
        if (!binding.isBound()) {
            return Optional.empty();
        }
        return Optional.of(binding.schema(publicSchema).equals(publicSchema) ? PUBLIC : TENANT);
    }

    /** Returns whether the calling thread serves a tenant's host. */
    static boolean isTenants(SchemaName publicSchema) {
        return current(publicSchema).filter(TENANT::equals).isPresent();
    }
}
