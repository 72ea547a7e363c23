package io.tenantschemas.provision;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant's primary domain is to be removed, without which links to the tenant lead nowhere. Nothing was changed. */
public final class PrimaryDomainException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final transient HostName domain;

    PrimaryDomainException(SchemaName schema, HostName domain) {
        super(
                ("Tenant '%s' was not deprived of the domain '%s', because it is the primary one. Make another one primary first,"
                                + " with makePrimary(...) or 'add-domain --primary'.")
                        .formatted(schema, domain));
        this.schema = schema;
        this.domain = domain;
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }

    /** Returns the domain that stays. */
    public HostName domain() {
        return domain;
    }
}
