package io.tenantschemas.provision;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant cannot be given a domain, because another tenant has it, in whatever case. Nothing was changed. */
public final class DomainTakenException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final transient HostName domain;

    // Whose domain it is stays unsaid: whoever reads this may be a customer.
    DomainTakenException(SchemaName schema, HostName domain, @Nullable Throwable cause) {
        super(
                ("Tenant '%s' was not given the domain '%s', because another tenant has it. Remove it there first; the"
                                + " command 'list-tenants' shows whose it is.")
                        .formatted(schema, domain),
                cause);
        this.schema = schema;
        this.domain = domain;
    }

    /** Returns the schema of the tenant that was to have the domain. */
    public SchemaName schema() {
        return schema;
    }

    /** Returns the domain that is taken. */
    public HostName domain() {
        return domain;
    }
}
