package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** Makes tenants without JPA, in a transaction that is under way. */
final class NewTenants {

    private final TenantTable table;

    private final TakenNames taken;

    private final SchemaProvisioner schemas;

    private final TenantLifecycle lifecycle;

    NewTenants(TenantTable table, SchemaProvisioner schemas, TenantLifecycle lifecycle) {
        this.table = table;
        this.taken = new TakenNames(table);
        this.schemas = schemas;
        this.lifecycle = lifecycle;
    }

    /** Makes a tenant, and its schema unless that is made later. */
    TenantOccurrence create(NewTenant tenant, Connection connection) throws SQLException {
        TenantStatus first =
                lifecycle.mode() == ProvisioningMode.SYNC ? TenantStatus.ACTIVE : TenantStatus.PROVISIONING;
        Tenant row = LockTimeout.around(connection, () -> insert(tenant, its -> its.insert(first), connection));
        return lifecycle.beforeCommitOfCreated(List.of(row), target(connection)).get(0);
    }

    /** Makes a tenant of a schema that is there, and stands at that version if its history does not say otherwise. */
    TenantOccurrence adopt(NewTenant tenant, Optional<String> version, Connection connection) throws SQLException {
        // Also what is left to migrate: others may use the schema, and wait behind us.
        Tenant row = LockTimeout.around(connection, () -> {
            Tenant inserted = insert(tenant, connection);
            schemas.adopt(inserted, version.orElse(null), target(connection));
            return inserted;
        });
        TenantOccurrence adopted = TenantOccurrence.created(row);
        lifecycle.announce(List.of(adopted), connection);
        return adopted;
    }

    /** Makes a tenant as a copy of another one, whose row is locked. */
    TenantOccurrence copy(Tenant from, NewTenant to, CopyOptions options, Connection connection) throws SQLException {
        if (!Schemas.exists(from.schema(), connection)) {
            throw TenantRefusedException.nothingToCopy(from.schema());
        }
        refuseSnapshot(from, connection);
        Tenant row = insert(to, its -> its.insertLike(from), connection);
        schemas.copy(from.schema(), row, options, target(connection));
        return TenantOccurrence.created(row);
    }

    private static void refuseSnapshot(Tenant from, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT pg_catalog.current_setting('transaction_isolation')")) {
            result.next();
            String isolation = result.getString(1);
            if (!isolation.startsWith("read ")) {
                throw TenantRefusedException.copiedFromSnapshot(from.schema(), isolation);
            }
        }
    }

    private Connection target(Connection connection) throws SQLException {
        return ProvisioningConnection.behind(connection, lifecycle);
    }

    private Tenant insert(NewTenant tenant, Connection connection) throws SQLException {
        return insert(tenant, row -> row.insert(TenantStatus.ACTIVE), connection);
    }

    private Tenant insert(NewTenant tenant, Insertion insertion, Connection connection) throws SQLException {
        schemas.refuseMainSites(tenant.schema(), tenant.domains());
        // Asked first, because a failed statement does not say whose it is.
        taken.refuse(tenant, connection);
        Savepoint before = connection.setSavepoint();
        try {
            Tenant row = insertion.of(new NewTenantRow(table, tenant, connection));
            connection.releaseSavepoint(before);
            return row;
        } catch (SQLException refused) {
            rollBack(before, connection, refused);
            // Somebody else may have taken it since.
            taken.refuse(tenant, connection);
            if (SqlStates.isOfData(refused)) {
                throw InvalidTenantException.ofRow(tenant.schema(), refused);
            }
            throw refused;
        }
    }

    private static void rollBack(Savepoint before, Connection connection, SQLException refused) throws SQLException {
        try {
            connection.rollback(before);
        } catch (SQLException another) {
            refused.addSuppressed(another);
            throw refused;
        }
    }

    /** How a row is written. */
    @FunctionalInterface
    private interface Insertion {

        Tenant of(NewTenantRow row) throws SQLException;
    }
}
