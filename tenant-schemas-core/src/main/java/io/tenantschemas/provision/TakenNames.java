package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.HostName;

/** Tells whether a new tenant wants what another one has. */
final class TakenNames {

    private final TenantStore store;

    private final DomainStore domains;

    TakenNames(TenantTable table) {
        this.store = new TenantStore(table);
        this.domains = new DomainStore(table);
    }

    /**
     * Refuses a tenant whose name or one of whose hosts is taken.
     *
     * @throws NameTakenException if another tenant has the name
     * @throws DomainTakenException if another tenant has one of the hosts
     */
    void refuse(NewTenant tenant, Connection connection) throws SQLException {
        if (store.exists(tenant.schema(), connection)) {
            throw NameTakenException.created(tenant.schema());
        }
        for (HostName host : tenant.domains()) {
            if (domains.isTaken(host, connection)) {
                throw new DomainTakenException(tenant.schema(), host, null);
            }
        }
    }
}
