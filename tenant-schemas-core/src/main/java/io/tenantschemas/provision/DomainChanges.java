package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/**
 * Changes the domains of a tenant whose row is locked, in one transaction. Sessions of JPA lock no row: what they add at the same
 * time meets the unique indexes.
 */
final class DomainChanges {

    private final TenantStore tenants;

    private final DomainStore domains;

    private final SchemaProvisioner schemas;

    DomainChanges(TenantStore tenants, TenantTable table, SchemaProvisioner schemas) {
        this.tenants = tenants;
        this.schemas = schemas;
        this.domains = new DomainStore(table);
    }

    /** Adds a domain, which becomes the primary one if it is the only one. */
    TenantOccurrence add(Tenant tenant, HostName host, Connection connection) throws SQLException {
        if (find(tenant, host).isPresent()) {
            throw new DomainPresentException(tenant.schema(), host);
        }
        schemas.refuseMainSites(tenant.schema(), List.of(host));
        // Asked first, because a failed statement would end the caller's transaction but for the savepoint.
        if (domains.isTaken(host, connection)) {
            throw new DomainTakenException(tenant.schema(), host, null);
        }
        try {
            domains.add(tenant, host, connection);
        } catch (SQLException refused) {
            if (SqlStates.isTaken(refused)) {
                throw new DomainTakenException(tenant.schema(), host, refused);
            }
            throw refused;
        }
        return asItIs(tenant, connection);
    }

    TenantOccurrence addPrimary(Tenant tenant, HostName host, Connection connection) throws SQLException {
        return makePrimary(add(tenant, host, connection).tenant(), host, connection);
    }

    TenantOccurrence remove(Tenant tenant, HostName host, Connection connection) throws SQLException {
        if (require(tenant, host).primary()) {
            throw new PrimaryDomainException(tenant.schema(), host);
        }
        domains.remove(tenant, host, connection);
        return asItIs(tenant, connection);
    }

    TenantOccurrence makePrimary(Tenant tenant, HostName host, Connection connection) throws SQLException {
        if (!require(tenant, host).primary()) {
            domains.makePrimary(tenant, host, connection);
        }
        return asItIs(tenant, connection);
    }

    private TenantOccurrence asItIs(Tenant tenant, Connection connection) throws SQLException {
        return TenantOccurrence.changed(tenants.withDomains(tenant, connection), Optional.of(tenant.status()));
    }

    private static Domain require(Tenant tenant, HostName host) {
        return find(tenant, host).orElseThrow(() -> new UnknownDomainException(tenant, host));
    }

    private static Optional<Domain> find(Tenant tenant, HostName host) {
        return tenant.domains().stream()
                .filter(domain -> domain.host().equals(host))
                .findFirst();
    }
}
