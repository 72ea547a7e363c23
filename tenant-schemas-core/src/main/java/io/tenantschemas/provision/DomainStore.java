package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/** The rows of tenants' domains, written within somebody's transaction, without JPA and whatever the search path. */
final class DomainStore {

    private final String table;

    DomainStore(TenantTable table) {
        this.table = table.qualifiedDomains();
    }

    /** Returns whether there is a tenant to which that host leads. */
    boolean isTaken(HostName host, Connection connection) throws SQLException {
        String sql = "SELECT FROM %s WHERE pg_catalog.lower(domain) = ?".formatted(table);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, host.value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    /** Adds a domain, as the primary one if there is no other. */
    void add(Tenant tenant, HostName host, Connection connection) throws SQLException {
        String sql =
                "INSERT INTO %s (tenant_id, domain, is_primary) SELECT ?, ?, NOT EXISTS (SELECT FROM %s WHERE tenant_id = ?)"
                        .formatted(table, table);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tenant.id());
            statement.setString(2, host.value());
            statement.setLong(3, tenant.id());
            statement.executeUpdate();
        }
    }

    void remove(Tenant tenant, HostName host, Connection connection) throws SQLException {
        update("DELETE FROM %s WHERE tenant_id = ? AND pg_catalog.lower(domain) = ?", tenant, host, connection);
    }

    /** Makes a domain that the tenant has the primary one in place of the present one. */
    void makePrimary(Tenant tenant, HostName host, Connection connection) throws SQLException {
        // In this order: there are never two, not even between these statements.
        update(
                "UPDATE %s SET is_primary = false WHERE tenant_id = ? AND is_primary AND pg_catalog.lower(domain) <> ?",
                tenant, host, connection);
        update(
                "UPDATE %s SET is_primary = true WHERE tenant_id = ? AND pg_catalog.lower(domain) = ?",
                tenant, host, connection);
    }

    private void update(String sql, Tenant tenant, HostName host, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.formatted(table))) {
            statement.setLong(1, tenant.id());
            statement.setString(2, host.value());
            statement.executeUpdate();
        }
    }
}
