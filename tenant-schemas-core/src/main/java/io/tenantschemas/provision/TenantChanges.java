package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Changes tenants whose rows are locked, each in one transaction, waits for others for a few seconds at most, and has all nodes told. */
final class TenantChanges {

    private final ProvisioningTransaction transaction;

    private final SchemaProvisioner schemas;

    private final TenantStore store;

    private final TenantLifecycle lifecycle;

    TenantChanges(
            ProvisioningTransaction transaction,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle) {
        Assert.notNull(transaction, "'transaction' must not be null");
        Assert.notNull(schemas, "'schemas' must not be null");
        Assert.notNull(table, "'table' must not be null");
        Assert.notNull(lifecycle, "'lifecycle' must not be null");
        this.transaction = transaction;
        this.schemas = schemas;
        this.store = new TenantStore(table);
        this.lifecycle = lifecycle;
    }

    /**
     * Changes a tenant.
     *
     * @param what what becomes of it, for whoever is refused ("dropped", "renamed")
     * @return the tenant as it is
     * @throws io.tenantschemas.context.UnknownTenantException if there is no such tenant
     * @throws io.tenantschemas.tenant.UnknownTypeException if it is of a type that the application does not have
     * @throws TenantRefusedException if the schema is everybody's, or a tenant is bound
     * @throws TenantBusyException if somebody uses the tenant and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    Tenant change(SchemaName schema, String what, Change change) {
        return change(schema, what, store::lock, change);
    }

    /**
     * Does the same also to a tenant of a type that the application does not have, which has none then.
     *
     * @see #change(SchemaName, String, Change)
     */
    Tenant changeOfAnyType(SchemaName schema, String what, Change change) {
        return change(schema, what, store::lockOfAnyType, change);
    }

    private Tenant change(SchemaName schema, String what, Locking locking, Change change) {
        Assert.notNull(schema, "'schema' must not be null");
        refuse(schema, what);
        TenantOccurrence done = new Refusals(schema, what)
                .explain(() -> transaction.execute(connection ->
                        LockTimeout.around(connection, () -> changed(schema, locking, change, connection))));
        return done.tenant();
    }

    private TenantOccurrence changed(SchemaName schema, Locking locking, Change change, Connection connection)
            throws SQLException {
        Tenant tenant = store.withDomains(locking.lock(schema, connection), connection);
        TenantOccurrence occurrence = change.of(tenant, connection);
        lifecycle.announce(List.of(occurrence), connection);
        return occurrence;
    }

    /**
     * Refuses what is nobody's to change, or not from here.
     *
     * @throws TenantRefusedException if the schema is everybody's, a tenant is bound, or a transaction is under way of which the
     *     change cannot be part
     */
    void refuse(SchemaName schema, String what) {
        if (schemas.isEverybodys(schema)) {
            throw TenantRefusedException.ofEverybody(schema, what);
        }
        TenantBinding binding = TenantContext.binding();
        if (!binding.schema(schemas.publicSchema()).equals(schemas.publicSchema())) {
            throw TenantRefusedException.withinTenant(schema, what, binding.describe());
        }
        if (transaction.isApart() && transaction.isUnderWay()) {
            throw TenantRefusedException.withinTransaction(schema, what);
        }
    }

    /** How its row is found. */
    @FunctionalInterface
    private interface Locking {

        Tenant lock(SchemaName schema, Connection connection) throws SQLException;
    }

    /** What is done to a tenant whose row is locked. */
    @FunctionalInterface
    interface Change {

        TenantOccurrence of(Tenant tenant, Connection connection) throws SQLException;
    }
}
