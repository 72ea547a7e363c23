package io.tenantschemas.provision;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a domain is to be changed that the tenant does not have. Nothing was changed. */
public final class UnknownDomainException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final transient HostName domain;

    UnknownDomainException(Tenant tenant, HostName domain) {
        super("Tenant '%s' does not have the domain '%s'. %s"
                .formatted(tenant.schema(), domain, whatItHas(tenant.domains())));
        this.schema = tenant.schema();
        this.domain = domain;
    }

    private static String whatItHas(List<Domain> domains) {
        return domains.isEmpty()
                ? "It has none; add one."
                : domains.stream()
                        .map(each -> each.host().value())
                        .collect(Collectors.joining(", ", "Name one of those that it has (", "), or add it."));
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }

    /** Returns the domain that the tenant does not have. */
    public HostName domain() {
        return domain;
    }
}
