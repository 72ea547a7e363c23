package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Gives tenants what somebody who wrote their rows by hand has left out, and takes nothing away. What is there already stays as
 * it is.
 *
 * <p>Each happens in one transaction, with what {@link TenantProvisioner} promises of its own. Where schemas are made on connections of
 * {@linkplain io.tenantschemas.routing.DdlDataSource another data source}, making one takes several, and whatever ends that in between,
 * doing it again begins anew.
 */
public final class TenantRepair {

    private final TenantChanges changes;

    private final SchemaProvisioner schemas;

    private final TenantStore store;

    private final TenantLifecycle lifecycle;

    private final UnbuiltTenants unbuilt;

    private final TenantChanges schemaChanges;

    private final DemandedBuild demanded;

    /**
     * Creates a repair.
     *
     * @param transaction in which tenants are changed
     * @param schemas what makes schemas
     * @param table where the rows of tenants are
     * @param lifecycle what tells of changes
     */
    public TenantRepair(
            ProvisioningTransaction transaction,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle) {
        this.changes = new TenantChanges(transaction, schemas, table, lifecycle);
        this.schemas = schemas;
        this.store = new TenantStore(table);
        this.lifecycle = lifecycle;
        this.unbuilt = new UnbuiltTenants(schemas, table, lifecycle.mode());
        this.schemaChanges = new TenantChanges(transaction.ofSchemas(), schemas, table, lifecycle);
        this.demanded = new DemandedBuild(transaction, schemas, table, lifecycle);
    }

    /** Returns when the schemas of new tenants are made. */
    public ProvisioningMode mode() {
        return lifecycle.mode();
    }

    /** Returns whether what is remembered of tenants that wait is needed to make their schemas. */
    public boolean needsNotes() {
        return mode() == ProvisioningMode.ASYNC || schemas.isApart();
    }

    /**
     * Makes the schema of a tenant that has none: migrated and filled as if the tenant were saved now, which the application is told.
     * One that {@linkplain io.tenantschemas.tenant.TenantStatus#PROVISIONING waits} for its schema is in use afterwards; it is left
     * alone where all tenants are made {@linkplain ProvisioningMode#ASYNC soon after they are saved}.
     *
     * @return the tenant
     * @throws io.tenantschemas.context.UnknownTenantException if there is no such tenant
     * @throws TenantRefusedException if the schema is everybody's, the tenant is not yet or no longer in use, or a tenant is bound
     * @throws TenantBusyException if somebody writes the tenant's row and does not end
     * @throws ProvisioningFailedException if the database refused something else
     * @throws io.tenantschemas.tenant.TenantSchemasException if the schema could not be built
     */
    public Tenant makeSchema(SchemaName schema) {
        return makeSchema(schema, any -> true);
    }

    /**
     * Does the same for that tenant and no other: whoever has its name, too, is left alone.
     *
     * @param id the tenant's id
     * @throws io.tenantschemas.context.UnknownTenantException also if another tenant has the name
     * @see #makeSchema(SchemaName)
     */
    public Tenant makeSchema(SchemaName schema, long id) {
        return makeSchema(schema, tenant -> tenant.id() == id);
    }

    private Tenant makeSchema(SchemaName schema, Predicate<Tenant> meant) {
        AtomicReference<@Nullable TenantAttempt> begun = new AtomicReference<>();
        Tenant tenant = schemaChanges.change(schema, "given a schema", (found, connection) -> {
            if (!meant.test(found)) {
                throw new UnknownTenantException(schema);
            }
            if (schemas.isApart() && waitsForThis(found)) {
                begun.set(demanded.begin(found, connection));
                return TenantOccurrence.changed(found, Optional.empty());
            }
            return makeSchema(found, connection);
        });
        TenantAttempt attempt = begun.get();
        return attempt == null ? tenant : demanded.run(attempt);
    }

    private boolean waitsForThis(Tenant tenant) {
        return tenant.status() == TenantStatus.PROVISIONING && mode() != ProvisioningMode.ASYNC;
    }

    private TenantOccurrence makeSchema(Tenant tenant, Connection connection) throws SQLException {
        if (waitsForThis(tenant)) {
            return unbuilt.build(tenant, ProvisioningConnection.behind(connection, lifecycle));
        }
        if (!tenant.status().isBuilt()) {
            throw TenantRefusedException.inStatus(tenant.schema(), "given a schema", tenant.status());
        }
        if (Schemas.exists(tenant.schema(), connection)) {
            return TenantOccurrence.changed(tenant, Optional.empty());
        }
        schemas.create(tenant, ProvisioningConnection.behind(connection, lifecycle));
        return TenantOccurrence.created(tenant);
    }

    /**
     * Makes the only domain of a tenant its primary one.
     *
     * @return the tenant as it is; unchanged if it has another number of domains than one
     * @throws io.tenantschemas.context.UnknownTenantException if there is no such tenant
     * @throws TenantRefusedException if the schema is everybody's, or a tenant is bound
     * @throws TenantBusyException if somebody writes the tenant's row and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public Tenant makeOnlyDomainPrimary(SchemaName schema) {
        return changes.change(schema, "given a primary domain", this::makeOnlyDomainPrimary);
    }

    private TenantOccurrence makeOnlyDomainPrimary(Tenant tenant, Connection connection) throws SQLException {
        if (tenant.domains().size() != 1 || !store.makeOnlyDomainPrimary(tenant, connection)) {
            return TenantOccurrence.changed(tenant, Optional.empty());
        }
        Domain only = new Domain(tenant.domains().get(0).host(), true);
        return TenantOccurrence.changed(tenant.withDomains(List.of(only)), Optional.empty());
    }
}
