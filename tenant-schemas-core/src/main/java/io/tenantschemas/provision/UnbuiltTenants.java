package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Makes, and gives up, tenants whose rows are there and locked, and whose schemas are yet to be made or could not be: within a
 * transaction that is under way, on the connection {@linkplain ProvisioningConnection#behind behind} the application's.
 *
 * <p>A schema of such a tenant's name is the tenant's only if it is known to have been made for it.
 */
final class UnbuiltTenants {

    private static final Set<TenantStatus> UNBUILT = Set.of(TenantStatus.PROVISIONING, TenantStatus.FAILED);

    private final SchemaProvisioner schemas;

    private final TenantStore store;

    private final ProvisioningNotes notes;

    private final ProvisioningMode mode;

    UnbuiltTenants(SchemaProvisioner schemas, TenantTable table, ProvisioningMode mode) {
        this.schemas = schemas;
        this.store = new TenantStore(table);
        this.notes = new ProvisioningNotes(table, mode);
        this.mode = mode;
    }

    /** Returns whether the tenant has never had a schema that anybody could use. */
    static boolean contain(Tenant tenant) {
        return UNBUILT.contains(tenant.status());
    }

    /**
     * Takes note of a new tenant whose schema is made later, unless it is clear by now that it never can be.
     *
     * @param tenant the tenant in the status that it is to have then
     * @throws SchemaExistsException if a schema has its name, or where schemas belong to roles, a role
     */
    TenantOccurrence signUp(Tenant tenant, Connection connection) throws SQLException {
        schemas.refuseTaken(tenant.schema(), connection);
        notes.open(tenant, connection);
        return TenantOccurrence.signedUp(TenantOccurrence.with(tenant, TenantStatus.PROVISIONING));
    }

    /** Makes the tenant's schema, or what is left of that to do, and gives the tenant the status that it was to have. */
    TenantOccurrence build(Tenant tenant, Connection connection) throws SQLException {
        ProvisioningNote note = notes.find(tenant, connection);
        Tenant built = TenantOccurrence.with(tenant, note.wanted());
        // First, so that an initializer that looks finds what it was told.
        store.update(built, connection);
        if (note.ownsSchema() && PartialDrop.isCleared(tenant.schema(), connection)) {
            // Some of it is gone, of which its history knows nothing.
            schemas.dropUnused(tenant.schema(), connection);
            schemas.create(built, connection);
        } else if (note.ownsSchema()) {
            // What is there was left by an attempt that ended, or was made just now by migrations that had to be run by
            // themselves.
            schemas.complete(built, connection);
        } else {
            schemas.create(built, connection);
        }
        notes.forget(List.of(tenant), connection);
        return TenantOccurrence.built(built);
    }

    /** Makes a tenant that could not be made: later if that is how tenants are made, or cannot be done in this transaction, or else at once. */
    TenantOccurrence retry(Tenant tenant, Connection connection) throws SQLException {
        if (mode != ProvisioningMode.ASYNC && !schemas.isApart()) {
            return build(tenant, connection);
        }
        notes.reopen(tenant, connection);
        Tenant waiting = TenantOccurrence.with(tenant, TenantStatus.PROVISIONING);
        store.update(waiting, connection);
        return TenantOccurrence.changed(waiting, Optional.of(tenant.status()));
    }

    /** Returns whether something was begun of the tenant's schema. */
    boolean isBegun(Tenant tenant, Connection connection) throws SQLException {
        return notes.find(tenant, connection).ownsSchema();
    }

    /**
     * Drops what was begun of the tenant's schema, and forgets the tenant.
     *
     * @throws TenantRefusedException if somebody is at it
     */
    void giveUp(Tenant tenant, Connection connection) throws SQLException {
        if (notes.find(tenant, connection).ownsSchema()) {
            schemas.dropUnused(tenant.schema(), connection);
        }
        forget(tenant, connection);
    }

    /** Forgets a tenant of which nothing is made any more. */
    void forget(Tenant tenant, Connection connection) throws SQLException {
        notes.forget(List.of(tenant), connection);
    }
}
