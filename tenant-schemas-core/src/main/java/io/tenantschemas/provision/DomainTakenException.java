package io.tenantschemas.provision;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a tenant cannot be given a domain, because another tenant has it, in whatever case, or because it is the main site's.
 * Nothing was changed.
 */
public final class DomainTakenException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final transient HostName domain;

    // Whose domain it is stays unsaid: whoever reads this may be a customer.
    DomainTakenException(SchemaName schema, HostName domain, @Nullable Throwable cause) {
        this(
                schema,
                domain,
                "another tenant has it. Remove it there first; the command 'list-tenants' shows whose it is.",
                cause);
    }

    private DomainTakenException(SchemaName schema, HostName domain, String reason, @Nullable Throwable cause) {
        super("Tenant '%s' was not given the domain '%s', because %s".formatted(schema, domain, reason), cause);
        this.schema = schema;
        this.domain = domain;
    }

    /** Returns the refusal of a host that never leads to a tenant. */
    static DomainTakenException byMainSite(SchemaName schema, HostName domain) {
        return new DomainTakenException(
                schema,
                domain,
                "it is the main site's, so that no request to it would reach the tenant. Choose another one, or take it out of"
                        + " 'tenant-schemas.public-hosts'.",
                null);
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
