package io.tenantschemas.entity;

import java.util.Objects;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.HostName;

/**
 * A row of the table {@code tenant_domain}. Immutable: making a domain the primary one replaces rows, and Hibernate deletes
 * before it inserts, so that there are never two primary ones.
 */
@Embeddable
class TenantDomain {

    @Column(name = "domain", nullable = false)
    private String domain;

    @Column(name = "is_primary", nullable = false)
    private boolean primary;

    @SuppressWarnings("NullAway.Init") // JPA
    protected TenantDomain() {}

    TenantDomain(HostName host, boolean primary) {
        this.domain = host.value();
        this.primary = primary;
    }

    String domain() {
        return domain;
    }

    boolean isPrimary() {
        return primary;
    }

    boolean is(HostName host) {
        return domain.equalsIgnoreCase(host.value());
    }

    TenantDomain asPrimary(boolean isPrimary) {
        return new TenantDomain(HostName.of(domain), isPrimary);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TenantDomain that && domain.equals(that.domain) && primary == that.primary;
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, primary);
    }
}
