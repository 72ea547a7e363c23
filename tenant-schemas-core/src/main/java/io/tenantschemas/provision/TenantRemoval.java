package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.schema.SchemaRemoval;
import io.tenantschemas.schema.SchemaTooLargeException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Drops tenants: in one transaction, or in batches if the schema is too large for that. Then the tenant is {@code DELETING} from the
 * first transaction on, and its row goes with the last of its schema. Whatever ends it in between, dropping the tenant again goes on;
 * several at once share the work.
 */
final class TenantRemoval {

    private static final Log logger = LogFactory.getLog(TenantRemoval.class);

    private final ProvisioningTransaction transaction;

    private final SchemaProvisioner schemas;

    private final TenantTable table;

    private final TenantStore store;

    private final TenantLifecycle lifecycle;

    private final TenantChanges changes;

    private final UnbuiltTenants unbuilt;

    TenantRemoval(
            ProvisioningTransaction transaction,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle) {
        this.changes = new TenantChanges(transaction, schemas, table, lifecycle);
        this.transaction = transaction;
        this.schemas = schemas;
        this.table = table;
        this.store = new TenantStore(table);
        this.lifecycle = lifecycle;
        this.unbuilt = new UnbuiltTenants(schemas, table, lifecycle.mode());
    }

    /**
     * Drops a tenant.
     *
     * @param meant whether it is the one that was meant
     * @return the tenant as it was
     * @throws UnknownTenantException if there is no such tenant, or another one was meant
     * @throws SchemaTooLargeException if it would have to be in batches, and there is a transaction of the caller's
     * @throws UnfinishedDropException if not all batches could be dropped
     */
    Tenant drop(SchemaName schema, Predicate<Tenant> meant) {
        if (transaction.isUnderWay()) {
            return changes.changeOfAnyType(
                    schema,
                    "dropped",
                    (tenant, connection) -> dropAtOnce(checked(asBegun(tenant, connection), meant), connection));
        }
        Assert.notNull(schema, "'schema' must not be null");
        AtomicReference<Tenant> begun = new AtomicReference<>();
        Tenant tenant;
        try {
            tenant = dropOrBegin(schema, meant, true, begun);
        } catch (SchemaTooLargeException full) {
            // Others have too many places at present.
            tenant = dropOrBegin(schema, meant, false, begun);
        }
        Tenant before = begun.get();
        if (before == null) {
            return tenant;
        }
        logger.info(
                "Tenant %s is out of service, and its schema is dropped in batches, because it is too large for one transaction"
                        .formatted(tenant.describe()));
        goOn(tenant);
        return before;
    }

    private Tenant dropOrBegin(
            SchemaName schema, Predicate<Tenant> meant, boolean atOnce, AtomicReference<Tenant> begun) {
        return changes.changeOfAnyType(schema, "dropped", (found, connection) -> {
            Tenant tenant = checked(asBegun(found, connection), meant);
            if (hasNoSchemaOfItsOwn(tenant, connection)
                    || (atOnce && schemas.partialDrop(schema).fits(connection))) {
                return dropAtOnce(tenant, connection);
            }
            begun.set(tenant);
            return begin(tenant, connection);
        });
    }

    /** What has the name of an unbuilt tenant may be somebody else's. */
    private boolean hasNoSchemaOfItsOwn(Tenant tenant, Connection connection) throws SQLException {
        return UnbuiltTenants.contain(tenant) && !unbuilt.isBegun(tenant, connection);
    }

    /** Whatever somebody has written since: of what was begun there is no way back. */
    private static Tenant asBegun(Tenant tenant, Connection connection) throws SQLException {
        return PartialDrop.isBegun(tenant.schema(), connection)
                ? TenantOccurrence.with(tenant, TenantStatus.DELETING)
                : tenant;
    }

    private static Tenant checked(Tenant tenant, Predicate<Tenant> meant) {
        if (!meant.test(tenant)) {
            throw new UnknownTenantException(tenant.schema());
        }
        return tenant;
    }

    private TenantOccurrence dropAtOnce(Tenant tenant, Connection connection) throws SQLException {
        store.delete(tenant, connection);
        if (UnbuiltTenants.contain(tenant)) {
            unbuilt.giveUp(tenant, ProvisioningConnection.behind(connection, lifecycle));
            return TenantOccurrence.dropped(tenant, Schemas.exists(tenant.schema(), connection));
        }
        schemas.drop(tenant.schema(), connection);
        return TenantOccurrence.dropped(tenant, false);
    }

    private TenantOccurrence begin(Tenant tenant, Connection connection) throws SQLException {
        // Now, as long as nothing is lost by it.
        store.tryDelete(tenant, connection);
        if (!schemas.hold(tenant.schema(), connection)) {
            throw UnbuiltTenants.contain(tenant)
                    ? TenantRefusedException.beingBuilt(tenant.schema())
                    : TenantRefusedException.beingMigrated(tenant.schema(), "dropped");
        }
        if (UnbuiltTenants.contain(tenant)) {
            // It is known by its comment from here on. There is no way back: what there is was never all of it.
            unbuilt.forget(tenant, connection);
            schemas.partialDrop(tenant.schema()).begin(connection);
        }
        schemas.partialDrop(tenant.schema()).refuseNeeded(connection);
        Tenant deleting = TenantOccurrence.with(tenant, TenantStatus.DELETING);
        store.update(deleting, connection);
        return TenantOccurrence.changed(deleting, Optional.of(tenant.status()));
    }

    private void goOn(Tenant tenant) {
        try {
            new BatchedDrop(tenant, transaction, schemas, table, lifecycle, () -> false).run();
        } catch (UnknownTenantException | TenantRefusedException meanwhile) {
            throw meanwhile;
        } catch (RuntimeException failure) {
            throw unfinished(tenant, failure);
        }
    }

    private UnfinishedDropException unfinished(Tenant tenant, RuntimeException failure) {
        boolean isBegun = true;
        try {
            isBegun = read(connection -> PartialDrop.isBegun(tenant.schema(), connection));
        } catch (RuntimeException unknown) {
            // As after most failures of the database, it is better to reckon with a loss.
            failure.addSuppressed(unknown);
        }
        return new UnfinishedDropException(tenant.schema(), isBegun, failure);
    }

    /**
     * Goes on with the tenants whose dropping in batches was begun, and which are not gone: somebody may be at it, and the work is
     * shared, or whoever was at it has ended. One failure does not stop the rest, and is logged. It goes by the schemas, whatever the
     * status: those of which nothing was dropped yet are left alone, and can be resumed or dropped.
     *
     * @return the tenants that are gone
     * @throws ProvisioningFailedException if the database cannot be asked
     */
    List<Tenant> finishBegun() {
        List<Tenant> gone = new ArrayList<>();
        for (Tenant tenant : begun()) {
            try {
                drop(tenant.schema(), found -> found.id() == tenant.id() && found.status() == TenantStatus.DELETING);
                gone.add(tenant);
            } catch (UnknownTenantException meanwhile) {
                logger.debug("Tenant %s is gone meanwhile".formatted(tenant.describe()), meanwhile);
            } catch (RuntimeException failure) {
                logger.warn("Tenant %s is still not dropped to the end".formatted(tenant.describe()), failure);
            }
        }
        return gone;
    }

    /** Returns those of which the first is gone, and how many places in the lock table the rest takes. */
    Map<Tenant, Long> left() {
        return read(connection -> {
            Map<Tenant, Long> left = new LinkedHashMap<>();
            for (Tenant tenant : store.deleting(PartialDrop.COMMENT, connection)) {
                left.put(tenant, SchemaRemoval.locks(tenant.schema(), connection));
            }
            return left;
        });
    }

    /**
     * Goes on with what was begun for one batch, unless somebody else is at it.
     *
     * @param left what {@link #left()} or this said of it
     * @param isStopped whether it is to end
     * @return what is left now, or empty if it is gone, or if it is somebody else's to go on
     * @throws UnfinishedDropException if that failed
     */
    OptionalLong goOnAlone(Tenant tenant, long left, BooleanSupplier isStopped) {
        try {
            return new BatchedDrop(tenant, transaction, schemas, table, lifecycle, isStopped).goOnAlone(left);
        } catch (RuntimeException failure) {
            throw unfinished(tenant, failure);
        }
    }

    private List<Tenant> begun() {
        return read(connection -> store.deleting(PartialDrop.COMMENT, connection));
    }

    private <T> T read(ProvisioningTransaction.Reading<T> reading) {
        try {
            return transaction.read(reading);
        } catch (SQLException refused) {
            throw new ProvisioningFailedException(refused);
        }
    }
}
