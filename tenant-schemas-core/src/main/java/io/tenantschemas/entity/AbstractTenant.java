package io.tenantschemas.entity;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MappedSuperclass;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * What the application's tenant model extends: a shared entity with whatever attributes the application wants.
 *
 * <pre>{@code
 * @Entity @Shared
 * public class Client extends AbstractTenant {
 *     private String name;
 * }
 * }</pre>
 *
 * <p>Saving one creates its schema, migrates it and fills it, all within the saving transaction. Its schema's name and its status
 * never change through the entity. One of its domains is the primary one, always.
 */
@MappedSuperclass
public abstract class AbstractTenant {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    private @Nullable Long id;

    @Column(name = "schema_name", nullable = false, updatable = false, length = 63)
    private String schemaName;

    @Enumerated(EnumType.STRING)
    // Not updatable: whoever loaded a tenant before it was suspended, or begun to be dropped, and saves it afterwards,
    // would put it
    // into service again.
    @Column(name = "status", nullable = false, updatable = false)
    private TenantStatus status = TenantStatus.ACTIVE;

    // Eager: what the library tells others about a tenant includes its hosts, also when the session is closed by then.
    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "tenant_domain", joinColumns = @JoinColumn(name = "tenant_id", nullable = false))
    private Set<TenantDomain> domains = new HashSet<>();

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected AbstractTenant() {}

    /**
     * Creates a tenant that is yet to be saved.
     *
     * @param schemaName the name of the schema that saving will create
     * @param domain the host that leads to the tenant, which becomes its primary domain
     * @throws io.tenantschemas.tenant.InvalidSchemaNameException if {@code schemaName} cannot be the name of a schema
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     */
    protected AbstractTenant(String schemaName, String domain) {
        this.schemaName = SchemaName.of(schemaName).value();
        this.domains.add(new TenantDomain(HostName.of(domain), true));
    }

    /** Returns the primary key, or null before the tenant was saved. It is never used again for another tenant. */
    public @Nullable Long getId() {
        return id;
    }

    /** Returns the name of the schema that holds the tenant's tables. */
    public String getSchemaName() {
        return schemaName;
    }

    /** Returns where the tenant is in its life. */
    public TenantStatus getStatus() {
        return status;
    }

    /** Returns the hosts that lead to the tenant, the primary one first, the others in alphabetical order. A copy. */
    public Set<String> getDomains() {
        return domains.stream()
                .sorted(Comparator.comparing(TenantDomain::isPrimary).reversed().thenComparing(TenantDomain::domain))
                .map(TenantDomain::domain)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }

    /**
     * Returns the host that links to the tenant use.
     *
     * @throws IllegalStateException if the tenant's rows in the database have none
     */
    public String getPrimaryDomain() {
        return domains.stream()
                .filter(TenantDomain::isPrimary)
                .map(TenantDomain::domain)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Tenant '%s' has no primary domain. Call makePrimary(...) with one of %s."
                                .formatted(schemaName, getDomains())));
    }

    /**
     * Adds a host that leads to the tenant; one that it has already stays as it is.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     */
    public void addDomain(String domain) {
        HostName host = HostName.of(domain);
        if (!has(host)) {
            domains.add(new TenantDomain(host, domains.isEmpty()));
        }
    }

    /**
     * Makes one of the tenant's hosts the primary one, in place of the present one.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     * @throws IllegalArgumentException if the tenant does not have that host
     */
    public void makePrimary(String domain) {
        HostName host = HostName.of(domain);
        requireHas(host);
        // Only what changes is replaced, so that only those rows are written.
        Set<TenantDomain> changed = domains.stream()
                .filter(each -> each.isPrimary() != each.is(host))
                .collect(Collectors.toSet());
        domains.removeAll(changed);
        changed.forEach(each -> domains.add(each.asPrimary(each.is(host))));
    }

    /**
     * Removes a host.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if {@code domain} cannot be the name of a host
     * @throws IllegalArgumentException if the tenant does not have that host, or if it is the primary one
     */
    public void removeDomain(String domain) {
        HostName host = HostName.of(domain);
        requireHas(host);
        if (domains.stream().anyMatch(each -> each.isPrimary() && each.is(host))) {
            throw new IllegalArgumentException(
                    "'%s' is the primary domain of tenant '%s'. Make another one primary first."
                            .formatted(host, schemaName));
        }
        domains.removeIf(each -> each.is(host));
    }

    /**
     * Returns what the library knows of the tenant, as it is now and without this entity.
     *
     * @throws IllegalStateException if the tenant was not saved yet and so has no id
     * @throws io.tenantschemas.tenant.InvalidTypeNameException if the attribute that says of which type it is cannot be one
     */
    public Tenant toTenant() {
        if (id == null) {
            throw new IllegalStateException("Tenant '%s' was not saved yet.".formatted(schemaName));
        }
        return new Tenant(
                id,
                SchemaName.of(schemaName),
                status,
                getDomains().stream()
                        .map(domain -> new Domain(HostName.of(domain), isPrimary(domain)))
                        .toList(),
                TenantTypeAttribute.of(getClass()).flatMap(attribute -> attribute.typeOf(this)));
    }

    private boolean isPrimary(String domain) {
        return domains.stream()
                .anyMatch(each -> each.isPrimary() && each.domain().equals(domain));
    }

    private boolean has(HostName host) {
        return domains.stream().anyMatch(each -> each.is(host));
    }

    private void requireHas(HostName host) {
        if (!has(host)) {
            throw new IllegalArgumentException(
                    "'%s' is not a domain of tenant '%s'. It has %s.".formatted(host, schemaName, getDomains()));
        }
    }
}
