package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.tenantschemas.schema.SchemaRemoval.Piece;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Drops in batches what an attempt before has left of a schema, as far as that is too large for one transaction. The rest is for
 * whoever makes the schema anew.
 *
 * <p>In each transaction the tenant's row is locked, and it is asked whether this is still the last attempt that was begun, whether
 * the schema is still the one that was made for the tenant, and whether nobody builds it. Whatever ends it in between, the next
 * attempt goes on.
 */
final class SchemaClearing {

    private final TenantAttempt attempt;

    private final AttemptTools tools;

    private final ProvisioningTransaction transaction;

    private final PartialDrop partial;

    private final SchemaBatches batches;

    /**
     * Creates one.
     *
     * @param transaction in which schemas are dropped
     * @param isStopped whether it is to end between two batches
     */
    SchemaClearing(
            TenantAttempt attempt, AttemptTools tools, ProvisioningTransaction transaction, BooleanSupplier isStopped) {
        this.attempt = attempt;
        this.tools = tools;
        this.transaction = transaction;
        this.partial = tools.schemas().partialDrop(schema());
        this.batches = new SchemaBatches(schema(), this::drop, isStopped);
    }

    private SchemaName schema() {
        return attempt.tenant().schema();
    }

    /** Returns whether what is left now, if anything, is to be dropped at once; if not, it is somebody else's turn, or it was to end. */
    boolean run() {
        long before = Long.MAX_VALUE;
        for (Optional<SchemaRest> found = look(); found.isPresent(); found = look()) {
            SchemaRest rest = found.get();
            // Where there is no getting on, dropping all of it at once says why.
            if (rest.fits() || rest.locks() >= before) {
                return true;
            }
            before = rest.locks();
            if (!batches.shrink(rest, Integer.MAX_VALUE)) {
                return false;
            }
        }
        return false;
    }

    private Optional<SchemaRest> look() {
        AtomicReference<SchemaRest> found = new AtomicReference<>();
        boolean isOurs = take(connection -> {
            SchemaRest rest = partial.rest(connection);
            if (!rest.fits()) {
                partial.beginClearing(connection);
            }
            found.set(rest);
        });
        return isOurs ? Optional.ofNullable(found.get()) : Optional.empty();
    }

    private boolean drop(List<Piece> batch, SchemaRest rest) {
        return take(connection -> partial.drop(batch, connection));
    }

    /** Takes a step in a transaction of its own, unless it is not ours to take. */
    private boolean take(Step step) {
        AtomicBoolean isTaken = new AtomicBoolean();
        new Refusals(schema(), "dropped")
                .explain(() -> transaction.executeAll(connection -> {
                    isTaken.set(LockTimeout.around(connection, () -> tryToTake(step, connection)));
                    return List.of();
                }));
        return isTaken.get();
    }

    private boolean tryToTake(Step step, Connection connection) throws SQLException {
        Optional<Tenant> waiting = tools.store().lockWaiting(attempt.tenant().id(), connection);
        if (waiting.isEmpty() || !isOurs(waiting.get(), connection)) {
            return false;
        }
        step.take(ProvisioningConnection.behind(connection, tools.lifecycle()));
        // Others would take the attempt for one whose process has ended.
        tools.notes().goOn(attempt.tenant(), attempt.number(), tools.attempts(), connection);
        return true;
    }

    private boolean isOurs(Tenant waiting, Connection connection) throws SQLException {
        ProvisioningNote note = tools.notes().find(waiting, connection);
        return waiting.schema().equals(schema())
                && note.ownsSchema()
                && note.attempts() == attempt.number()
                && !tools.schemas().isBeingBuilt(schema(), connection);
    }

    /** A part of the work. */
    @FunctionalInterface
    private interface Step {

        void take(Connection connection) throws SQLException;
    }
}
