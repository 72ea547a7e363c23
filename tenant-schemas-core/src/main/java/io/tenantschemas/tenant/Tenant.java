package io.tenantschemas.tenant;

import java.util.List;
import java.util.Optional;

import org.springframework.util.Assert;

/**
 * What the library knows of a tenant: an immutable description that may be cached, shared between threads and kept after
 * the tenant has changed.
 *
 * <p>Never an entity: the application's own tenant entity belongs to a persistence context, this does not.
 *
 * @param id the tenant's primary key, which is never used again, unlike its name
 * @param schema the schema that holds the tenant's tables
 * @param status where the tenant is in its life
 * @param domains the hosts that lead to it, at most one of them primary
 */
public record Tenant(long id, SchemaName schema, TenantStatus status, List<Domain> domains) {

    /** Checks that nothing is missing and copies the list. */
    public Tenant {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(status, "'status' must not be null");
        Assert.notNull(domains, "'domains' must not be null");
        domains = List.copyOf(domains);
    }

    /** Returns whether the tenant is in service. */
    public boolean isActive() {
        return status == TenantStatus.ACTIVE;
    }

    /** Returns the host that links to the tenant use, or empty when the tenant has no primary domain. */
    public Optional<HostName> primaryHost() {
        return domains.stream().filter(Domain::primary).map(Domain::host).findFirst();
    }

    /** Returns the schema and the id, for messages: {@code acme (id 42)}. */
    public String describe() {
        return schema + " (id " + id + ")";
    }
}
