package io.tenantschemas.provision;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant cannot be given a domain, because it has it already. Nothing was changed. */
public final class DomainPresentException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final transient HostName domain;

    DomainPresentException(SchemaName schema, HostName domain) {
        super(("Tenant '%s' was not given the domain '%s', because it has it already. To make it the primary one, call"
                        + " makePrimary(...) or add it with 'add-domain --primary'.")
                .formatted(schema, domain));
        this.schema = schema;
        this.domain = domain;
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }

    /** Returns the domain that the tenant has. */
    public HostName domain() {
        return domain;
    }
}
