package io.tenantschemas.autoconfigure.routing;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when an entity manager factory would read the shared tables for every tenant. */
public final class MultiTenancyNotInForceException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    MultiTenancyNotInForceException(String factory) {
        super(
                ("Entity manager factory '%s' does not tell tenants apart: it was built without a Spring factory bean, or it has"
                                + " a multi-tenant connection provider or tenant identifier resolver of its own. Define it as a"
                                + " LocalContainerEntityManagerFactoryBean, remove hibernate.multi_tenant_connection_provider and"
                                + " hibernate.tenant_identifier_resolver from its settings, or list its data source under"
                                + " tenant-schemas.routing.exclude.")
                        .formatted(factory));
    }
}
