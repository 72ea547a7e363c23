package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.schema.SchemaRemoval.Piece;
import io.tenantschemas.tenant.Tenant;

/**
 * Drops a tenant that is {@code DELETING}, in batches that are transactions of their own, and its row in the last one.
 *
 * <p>In each of them the tenant's row is locked first. So those who are at it at once take turns, and as long as it is there, its
 * name, which is in all statements, is nobody else's.
 */
final class BatchedDrop {

    private static final Log logger = LogFactory.getLog(BatchedDrop.class);

    /** How often a batch is tried for which others do not make way. */
    private static final int ATTEMPTS = 3;

    private final Tenant tenant;

    private final ProvisioningTransaction transaction;

    private final SchemaProvisioner schemas;

    private final TenantStore store;

    private final TenantLifecycle lifecycle;

    private final PartialDrop partial;

    private final SchemaBatches batches;

    /** Whether it leaves the tenant to whoever else is at it, rather than wait. */
    private boolean makesWay;

    /**
     * Creates a drop.
     *
     * @param isStopped whether it is to end between two batches
     */
    BatchedDrop(
            Tenant tenant,
            ProvisioningTransaction transaction,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle,
            BooleanSupplier isStopped) {
        this.tenant = tenant;
        this.transaction = transaction;
        this.schemas = schemas;
        this.store = new TenantStore(table);
        this.lifecycle = lifecycle;
        this.partial = schemas.partialDrop(tenant.schema());
        this.batches = new SchemaBatches(tenant.schema(), this::drop, isStopped);
    }

    /** Returns when the tenant is gone, whoever has dropped the last of it, or when it is to end. */
    void run() {
        Optional<SchemaRest> rest = take((connection, found) -> lookOrFinish(Long.MAX_VALUE, connection, found));
        while (rest.isPresent()) {
            SchemaRest now = rest.get();
            if (!batches.shrink(now, Integer.MAX_VALUE)) {
                return;
            }
            // Others may have added something, and not all can be dropped by itself.
            rest = take((connection, found) -> lookOrFinish(now.locks(), connection, found));
        }
    }

    /**
     * Drops one batch of what is left, unless somebody else is at it: has locked the tenant's row, or dropped something since it was
     * looked at.
     *
     * @param left how many places in the lock table all of it took when it was looked at
     * @return how many it takes now, or empty if the tenant is gone, if somebody else is at it, or if it is to end
     */
    OptionalLong goOnAlone(long left) {
        makesWay = true;
        Optional<SchemaRest> rest = take((connection, found) ->
                partial.locks(connection) == left ? lookOrFinish(Long.MAX_VALUE, connection, found) : unchanged());
        if (rest.isEmpty() || !batches.shrink(rest.get(), 1)) {
            return OptionalLong.empty();
        }
        SchemaRest before = rest.get();
        return take((connection, found) -> lookOrFinish(before.locks(), connection, found))
                .map(now -> OptionalLong.of(now.locks()))
                .orElse(OptionalLong.empty());
    }

    /** Finds out what is left, or drops it if it fits, or if there is no getting on. */
    private TenantOccurrence lookOrFinish(long locksBefore, Connection connection, AtomicReference<SchemaRest> found)
            throws SQLException {
        SchemaRest rest = partial.rest(connection);
        if (rest.fits() || rest.locks() >= locksBefore) {
            store.delete(tenant, connection);
            schemas.drop(tenant.schema(), connection);
            TenantOccurrence dropped = TenantOccurrence.dropped(tenant, false);
            lifecycle.announce(List.of(dropped), connection);
            return dropped;
        }
        found.set(rest);
        return unchanged();
    }

    private boolean drop(List<Piece> batch, SchemaRest rest) {
        return take((connection, found) -> {
                    partial.begin(connection);
                    partial.drop(batch, connection);
                    found.set(rest);
                    return unchanged();
                })
                .isPresent();
    }

    /** Takes a step in a transaction of its own, and returns what is left, or empty if nothing is. */
    private Optional<SchemaRest> take(Step step) {
        for (int attempt = 1; attempt < ATTEMPTS && !makesWay; attempt++) {
            try {
                return tryToTake(step);
            } catch (TenantBusyException busy) {
                logger.debug("Others use tenant '%s', which is being dropped".formatted(tenant.schema()), busy);
            }
        }
        return tryToTake(step);
    }

    private Optional<SchemaRest> tryToTake(Step step) {
        AtomicReference<SchemaRest> found = new AtomicReference<>();
        new Refusals(tenant.schema(), "dropped")
                .explain(() -> transaction.execute(
                        connection -> LockTimeout.around(connection, () -> take(step, connection, found))));
        return Optional.ofNullable(found.get());
    }

    private TenantOccurrence take(Step step, Connection connection, AtomicReference<SchemaRest> found)
            throws SQLException {
        Optional<TenantRow> row = makesWay ? store.lockUnlessBusy(tenant, connection) : store.lock(tenant, connection);
        if (row.isEmpty() && makesWay) {
            return unchanged();
        }
        if (row.isEmpty()) {
            return takeWithoutRow(step, connection, found);
        }
        if (!row.get().isNamed(tenant.schema())) {
            throw new UnknownTenantException(tenant.schema());
        }
        if (!row.get().isIn(tenant.status())) {
            if (!PartialDrop.isBegun(tenant.schema(), connection)) {
                // Who resumed it meanwhile has lost nothing, and is to lose nothing.
                throw TenantRefusedException.changedMeanwhile(tenant.schema());
            }
            // It must not be served again.
            store.update(tenant, connection);
            lifecycle.announce(List.of(unchanged()), connection);
        }
        return step.take(connection, found);
    }

    /** Goes on where somebody has deleted the row past us, and left the rest of the schema, which is of no use, to nobody. */
    private TenantOccurrence takeWithoutRow(Step step, Connection connection, AtomicReference<SchemaRest> found)
            throws SQLException {
        if (!Schemas.exists(tenant.schema(), connection)) {
            // Whoever has dropped the rest has told of it.
            return new TenantOccurrence(
                    tenant, new TenantChange.Dropped(tenant.id(), tenant.schema()), Optional.empty());
        }
        if (store.exists(tenant.schema(), connection) || !PartialDrop.isBegun(tenant.schema(), connection)) {
            throw new UnknownTenantException(tenant.schema());
        }
        return step.take(connection, found);
    }

    private TenantOccurrence unchanged() {
        return TenantOccurrence.changed(tenant, Optional.empty());
    }

    /** A part of the work. */
    @FunctionalInterface
    private interface Step {

        TenantOccurrence take(Connection connection, AtomicReference<SchemaRest> found) throws SQLException;
    }
}
