package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Makes the schemas of tenants that wait for that: those whose rows say {@link TenantStatus#PROVISIONING}.
 *
 * <p>An attempt is counted and committed before it begins, so that a tenant at which processes die is not tried for ever. All the
 * rest is one transaction, within which the row stays locked: schema, migrations, seed data and the status by which the tenant is
 * in use. A process that is killed leaves nothing, and another one goes on once the next attempt is due.
 *
 * <p>Migrations that cannot run in a transaction are run by the migrator, on connections of its own and with no transaction open
 * beside it, in a schema that is known to have been made for this tenant and that nobody else uses. What was done stays until the
 * next attempt, which drops it and begins anew: whatever was broken off in the middle is not to be found in what tenants use.
 *
 * <p>Where schemas are made on connections of {@linkplain io.tenantschemas.routing.DdlDataSource another data source}, all are made
 * that way: the empty schema in a transaction there, the migrations on connections there, and seed data and status in a transaction on
 * the data source that holds the tenants.
 */
public final class WaitingTenants implements ProvisioningTask {

    private static final Log logger = LogFactory.getLog(WaitingTenants.class);

    /** How many times as often as an attempt may fail it may be lost with its connection. */
    private static final int LOSSES_PER_ATTEMPT = 3;

    private final SchemaProvisioner schemas;

    private final TenantStore store;

    private final ProvisioningNotes notes;

    private final UnbuiltTenants unbuilt;

    private final TenantLifecycle lifecycle;

    private final ProvisioningAttempts attempts;

    private final ProvisioningTransaction building;

    private final ProvisioningTransaction noting;

    /** In which an empty schema is made. */
    private final ProvisioningTransaction beginning;

    private final List<SchemaName> everybodys;

    /** How often making a tenant was lost with its connection, in this process and since it was last made or failed. */
    private final Map<Long, Integer> losses = new ConcurrentHashMap<>();

    private final Queue<Outcome> untold = new ConcurrentLinkedQueue<>();

    /** What one tenant's migrations are like, those of all are. */
    private volatile boolean isKnownToBeNonTransactional;

    /**
     * Creates a task.
     *
     * @param dataSource the data source that holds the tenants
     * @param building the transactions in which tenants are made
     * @param schemas what makes schemas
     * @param table where the rows of tenants are, and beside it the table of those whose schemas are yet to be made
     * @param lifecycle what tells of changes
     * @param attempts how often it is tried
     */
    public WaitingTenants(
            RoutingDataSource dataSource,
            ProvisioningTransaction building,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle,
            ProvisioningAttempts attempts) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(building, "'building' must not be null");
        Assert.notNull(schemas, "'schemas' must not be null");
        Assert.notNull(table, "'table' must not be null");
        Assert.notNull(lifecycle, "'lifecycle' must not be null");
        Assert.notNull(attempts, "'attempts' must not be null");
        this.schemas = schemas;
        this.store = new TenantStore(table);
        this.notes = new ProvisioningNotes(table, ProvisioningMode.ASYNC);
        this.unbuilt = new UnbuiltTenants(schemas, table, ProvisioningMode.ASYNC);
        this.lifecycle = lifecycle;
        this.attempts = attempts;
        this.building = building;
        // What is noted is nobody's business but ours, and is no more than a few statements.
        this.noting = new ProvisioningTransaction(dataSource, () -> null, lifecycle);
        ProvisioningTransaction ofSchemas = building.ofSchemas();
        this.beginning = ofSchemas.isApart() ? ofSchemas : noting;
        this.everybodys = dataSource.router().paths().shared().toList();
    }

    @Override
    public boolean runNext(MigrationStop stop) {
        Assert.notNull(stop, "'stop' must not be null");
        try {
            tellUntold();
            Claiming claiming = new Claiming();
            noting.executeAll(claiming);
            Outcome exhausted = claiming.exhausted;
            if (exhausted != null) {
                exhausted.log();
            }
            Attempt attempt = claiming.attempt;
            if (attempt != null) {
                run(attempt, stop);
            }
            return claiming.hasFound;
        } catch (SQLException unreachable) {
            throw new ProvisioningFailedException(unreachable);
        }
    }

    private void tellUntold() throws SQLException {
        for (Outcome outcome = untold.poll(); outcome != null; outcome = untold.poll()) {
            try {
                noting.executeAll(outcome);
                outcome.log();
            } catch (SQLException | RuntimeException failure) {
                if (!isPassing(failure)) {
                    // Nor would it be the next time, and no tenant would be made here until then.
                    outcome.logUnnoted(failure);
                    continue;
                }
                untold.add(outcome);
                throw failure;
            }
        }
    }

    /** Returns whether what failed may succeed if it is done again. */
    private static boolean isPassing(Throwable failure) {
        SQLException refused = SqlStates.in(failure);
        return SqlStates.isOfConnection(failure) || (refused != null && SqlStates.isBusy(refused));
    }

    private void run(Attempt attempt, MigrationStop stop) {
        logger.info("Tenant %s is being made (attempt %d of %d)"
                .formatted(attempt.tenant().describe(), attempt.number(), attempts.max()));
        Building work = new Building(attempt, stop);
        try {
            build(attempt, work, stop);
            losses.remove(attempt.tenant().id());
        } catch (Exception | LinkageError | AssertionError | StackOverflowError failure) {
            // Where a connection broke, what comes out is that it could not be rolled back.
            Throwable first = work.failure;
            end(new Outcome(attempt, first == null ? failure : first, stop.isInterrupted(), work.isOfTenant(failure)));
        }
    }

    private void end(Outcome outcome) {
        try {
            noting.executeAll(outcome);
            outcome.log();
        } catch (SQLException | RuntimeException failure) {
            if (isPassing(failure)) {
                logger.debug("What became of an attempt is noted later", failure);
                untold.add(outcome);
            } else {
                outcome.logUnnoted(failure);
            }
        }
    }

    private void build(Attempt attempt, Building work, MigrationStop stop) throws SQLException {
        if (beginning.isApart() || isKnownToBeNonTransactional || attempt.hasSchema()) {
            buildInParts(attempt, work, stop);
            return;
        }
        try {
            building.executeAll(work);
        } catch (NonTransactionalMigrationException refused) {
            logger.debug("Migrations are run by themselves, because some cannot run in a transaction", refused);
            work.failure = null;
            buildInParts(attempt, work, stop);
            isKnownToBeNonTransactional = true;
        }
    }

    private void buildInParts(Attempt attempt, Building work, MigrationStop stop) throws SQLException {
        work.isWaitingForRow = true;
        beginning.executeAll(connection -> {
            Optional<Tenant> waiting = LockTimeout.around(
                    connection, () -> store.lockWaiting(attempt.tenant().id(), connection));
            if (waiting.isPresent()) {
                work.begun = begin(waiting.get(), ProvisioningConnection.behind(connection, lifecycle));
            }
            return List.of();
        });
        work.isWaitingForRow = false;
        Begun begun = work.begun;
        if (begun == null) {
            return;
        }
        // No transaction is open here: an index that is built concurrently would wait for it. Nor is the row locked:
        // the name may be another tenant's by now, or the tenant of another type.
        if (schemas.buildByItself(
                begun.tenant(),
                stop,
                connection -> store.isWaitingAsBefore(begun.tenant(), begun.schemaOid(), connection))) {
            building.executeAll(work);
        } else {
            noting.executeAll(connection -> leave(attempt, connection));
        }
    }

    /** Leaves a tenant to the process that is at it, and looks again in a while. */
    private List<TenantOccurrence> leave(Attempt attempt, Connection connection) throws SQLException {
        notes.takeBack(
                attempt.tenant(),
                attempt.number(),
                null,
                attempts.initialDelay().toMillis(),
                connection);
        return List.of();
    }

    /** Makes an empty schema, instead of what an attempt before may have left. */
    private Begun begin(Tenant tenant, Connection connection) throws SQLException {
        if (notes.find(tenant, connection).ownsSchema()) {
            LockTimeout.around(connection, () -> {
                schemas.dropUnused(tenant.schema(), connection);
                return true;
            });
        }
        schemas.makeEmpty(tenant.schema(), connection);
        return new Begun(tenant, notes.own(tenant, connection));
    }

    /**
     * A schema that is built in parts.
     *
     * @param tenant the tenant as it was when that began
     * @param schemaOid the schema's number
     */
    private record Begun(Tenant tenant, long schemaOid) {}

    /**
     * An attempt that was counted.
     *
     * @param tenant the tenant
     * @param number which one it is
     * @param hasSchema whether one before has left a schema
     */
    private record Attempt(Tenant tenant, int number, boolean hasSchema) {}

    /** Makes what is left to make of a tenant, in one transaction. */
    private final class Building implements ProvisioningTransaction.AllWork {

        private final Attempt attempt;

        private final MigrationStop stop;

        private @Nullable Begun begun;

        private boolean isWaitingForRow;

        private boolean isConnectionLost;

        private @Nullable Throwable failure;

        Building(Attempt attempt, MigrationStop stop) {
            this.attempt = attempt;
            this.stop = stop;
        }

        @Override
        public List<TenantOccurrence> on(Connection connection) throws SQLException {
            isWaitingForRow = true;
            Optional<Tenant> waiting = LockTimeout.around(
                    connection, () -> store.lockWaiting(attempt.tenant().id(), connection));
            isWaitingForRow = false;
            if (waiting.isEmpty()) {
                // Somebody deleted it, or another node was faster.
                return List.of();
            }
            if (!isAsBegun(waiting.get(), connection)) {
                return leave(attempt, connection);
            }
            Connection target = ProvisioningConnection.behind(connection, lifecycle);
            try (BreakOff breakOff = BreakOff.of(target, stop)) {
                TenantOccurrence built = LockTimeout.around(connection, () -> unbuilt.build(waiting.get(), target));
                return lifecycle.announce(List.of(built), connection);
            } catch (SQLException | RuntimeException | Error thrown) {
                failure = thrown;
                isConnectionLost = isLost(connection);
                throw thrown;
            }
        }

        /** Returns whether the schema is what was made for the tenant here and is not to be made anew, or there is none. */
        private boolean isAsBegun(Tenant waiting, Connection connection) throws SQLException {
            Begun before = begun;
            return before == null
                    ? !notes.find(waiting, connection).ownsSchema()
                    : store.isWaitingAsBefore(before.tenant(), before.schemaOid(), connection);
        }

        private static boolean isLost(Connection connection) {
            try {
                return !connection.isValid(1);
            } catch (SQLException lost) {
                return true;
            }
        }

        /** Returns whether the tenant is to blame, and not that a connection or a row was not to be had, or was lost. */
        boolean isOfTenant(Throwable thrown) {
            if (failure != null) {
                // What initializers do elsewhere may fail for want of a connection, too.
                return !isConnectionLost;
            }
            return isWaitingForRow ? !isPassing(thrown) : !SqlStates.isOfConnection(thrown);
        }
    }

    /** Looks for a tenant that waits, and counts the attempt to make it. */
    private final class Claiming implements ProvisioningTransaction.AllWork {

        private boolean hasFound;

        private @Nullable Attempt attempt;

        private @Nullable Outcome exhausted;

        @Override
        public List<TenantOccurrence> on(Connection connection) throws SQLException {
            Optional<Tenant> next = store.lockNextWaiting(everybodys, connection);
            hasFound = next.isPresent();
            if (next.isEmpty()) {
                notes.forgetLeftOvers(connection);
                return List.of();
            }
            return claim(next.get(), connection);
        }

        private List<TenantOccurrence> claim(Tenant tenant, Connection connection) throws SQLException {
            ProvisioningNote note = notes.find(tenant, connection);
            if (note.isBegun()) {
                // Not by somebody who is at it, whose row would be locked.
                notes.giveTime(tenant, attempts, connection);
                return List.of();
            }
            OptionalInt number = notes.count(tenant, attempts, connection);
            if (number.isEmpty()) {
                return List.of();
            }
            Attempt begun = new Attempt(tenant, number.getAsInt(), note.ownsSchema());
            if (note.ownsSchema() && schemas.isBeingBuilt(tenant.schema(), connection)) {
                // By a process that has worked on it for longer than until the next attempt.
                return leave(begun, connection);
            }
            if (begun.number() > attempts.max()) {
                Outcome last = new Outcome(begun, null, false, true);
                exhausted = last;
                return last.on(connection);
            }
            attempt = begun;
            return List.of();
        }
    }

    /** What became of an attempt that did not succeed. */
    private final class Outcome implements ProvisioningTransaction.AllWork {

        private final Attempt attempt;

        private final boolean isOfTenant;

        private final boolean isBrokenOff;

        private final boolean isLast;

        private final int lost;

        private final String reason;

        private final @Nullable Throwable failure;

        /** What the status is now known to be. */
        private boolean isFailed;

        /**
         * Creates an outcome.
         *
         * @param failure why it failed, or null if its process ended
         * @param isBrokenOff whether it did not fail, but was broken off
         * @param isTenants whether it failed on account of the tenant
         */
        Outcome(Attempt attempt, @Nullable Throwable failure, boolean isBrokenOff, boolean isTenants) {
            this.attempt = attempt;
            this.failure = failure;
            this.isBrokenOff = isBrokenOff;
            this.lost =
                    isBrokenOff || isTenants ? 0 : losses.merge(attempt.tenant().id(), 1, Integer::sum);
            // Connections that break each time break on account of the tenant.
            boolean isTooOften = lost >= LOSSES_PER_ATTEMPT * attempts.max();
            this.isOfTenant = !isBrokenOff && (isTenants || isTooOften);
            this.isLast = isOfTenant
                    && (isTooOften
                            || attempt.number() >= attempts.max()
                            || failure == null
                            || FailureReason.isForGood(failure));
            this.reason = failure == null
                    ? "%d attempts were begun, and the process ended within the last".formatted(attempts.max())
                    : FailureReason.of(failure);
        }

        @Override
        public List<TenantOccurrence> on(Connection connection) throws SQLException {
            return LockTimeout.around(connection, () -> note(connection));
        }

        private List<TenantOccurrence> note(Connection connection) throws SQLException {
            Tenant tenant = attempt.tenant();
            if (!isOfTenant) {
                notes.takeBack(tenant, attempt.number(), isBrokenOff ? null : reason, delay(), connection);
                return List.of();
            }
            if (!notes.fail(tenant, attempt.number(), reason, attempts, connection) || !isLast) {
                return List.of();
            }
            Optional<Tenant> waiting = store.lockWaiting(tenant.id(), connection);
            if (waiting.isEmpty()) {
                return List.of();
            }
            Tenant failed = TenantOccurrence.with(waiting.get(), TenantStatus.FAILED);
            Savepoint before = connection.setSavepoint();
            try {
                store.update(failed, connection);
                List<TenantOccurrence> told = lifecycle.announce(
                        List.of(TenantOccurrence.changed(failed, Optional.of(TenantStatus.PROVISIONING))), connection);
                connection.releaseSavepoint(before);
                isFailed = true;
                losses.remove(tenant.id());
                return told;
            } catch (SQLException | RuntimeException refused) {
                if (isPassing(refused)) {
                    throw refused;
                }
                // By what the application checks, for example. Its turn is over all the same: others wait behind it.
                connection.rollback(before);
                logger.warn(
                        "Tenant %s could not be made (%s), and its status could not be set to FAILED: it is looked at again later"
                                .formatted(tenant.describe(), reason),
                        refused);
                return List.of();
            }
        }

        private long delay() {
            return isBrokenOff
                    ? 0
                    : (long) Math.min((double) attempts.initialDelay().toMillis() * Math.pow(2, lost - 1.0), (double)
                            attempts.maxDelay().toMillis());
        }

        void logUnnoted(Throwable refused) {
            logger.warn(
                    "Tenant %s could not be made (%s), and that could not be noted: it is tried again later"
                            .formatted(attempt.tenant().describe(), reason),
                    refused);
        }

        void log() {
            String tenant = attempt.tenant().describe();
            if (isBrokenOff) {
                logger.info("Making tenant %s was broken off; it goes on elsewhere, or later".formatted(tenant));
            } else if (isFailed) {
                logger.warn(
                        "Tenant %s could not be made and is FAILED: %s. Mend the cause and resume it ('resume-tenant'), or delete it"
                                .formatted(tenant, reason));
            } else {
                logger.warn("Tenant %s could not be made yet%s: %s"
                        .formatted(
                                tenant,
                                isOfTenant
                                        ? " (attempt %d of %d)".formatted(attempt.number(), attempts.max())
                                        : ", and not on its own account",
                                reason));
            }
            logger.debug("Why tenant %s could not be made".formatted(tenant), failure);
        }
    }
}
