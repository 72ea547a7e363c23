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
 * @param type which of the application's migrations and entities it has besides those that all tenants have; empty for none
 */
public record Tenant(long id, SchemaName schema, TenantStatus status, List<Domain> domains, Optional<TypeName> type) {

    /** Checks that nothing is missing and copies the list. */
    public Tenant {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(status, "'status' must not be null");
        Assert.notNull(domains, "'domains' must not be null");
        Assert.notNull(type, "'type' must not be null");
        domains = List.copyOf(domains);
    }

    /** Creates a tenant that has no type. */
    public Tenant(long id, SchemaName schema, TenantStatus status, List<Domain> domains) {
        this(id, schema, status, domains, Optional.empty());
    }

    /** Returns the same tenant with another name of its schema. */
    public Tenant withSchema(SchemaName other) {
        return new Tenant(id, other, status, domains, type);
    }

    /** Returns the same tenant in another status. */
    public Tenant withStatus(TenantStatus other) {
        return new Tenant(id, schema, other, domains, type);
    }

    /** Returns the same tenant with other hosts. */
    public Tenant withDomains(List<Domain> others) {
        return new Tenant(id, schema, status, others, type);
    }

    /** Returns the same tenant with another type, or without one. */
    public Tenant withType(Optional<TypeName> other) {
        return new Tenant(id, schema, status, domains, other);
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
