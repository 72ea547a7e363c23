package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.tenant.Tenant;

/** Makes a tenant, in one attempt: in one transaction, or in parts of which that is the last one. */
final class TenantBuild {

    private final TenantAttempt attempt;

    private final MigrationStop stop;

    private final AttemptTools tools;

    private final AttemptTransactions transactions;

    private @Nullable BegunSchema begun;

    private @Nullable Tenant built;

    private boolean isWaitingForOthers;

    private boolean isConnectionLost;

    private @Nullable Throwable failure;

    TenantBuild(TenantAttempt attempt, MigrationStop stop, AttemptTools tools, AttemptTransactions transactions) {
        this.attempt = attempt;
        this.stop = stop;
        this.tools = tools;
        this.transactions = transactions;
    }

    /**
     * Makes schema, tables and seed data in the transaction that puts the tenant into service.
     *
     * @throws io.tenantschemas.migrate.NonTransactionalMigrationException if not all of that can be done in a transaction
     */
    void inOneTransaction() throws SQLException {
        transactions.building().executeAll(this::complete);
    }

    /** Makes an empty schema, has it migrated with no transaction open, and does the rest in one that puts the tenant into service. */
    void inParts() throws SQLException {
        failure = null;
        if (attempt.hasSchema() && !clear()) {
            transactions.noting().executeAll(connection -> tools.leave(attempt, connection));
            return;
        }
        transactions.beginning().executeAll(connection -> {
            Optional<Tenant> waiting = lock(connection);
            if (waiting.isPresent()) {
                begun = begin(waiting.get(), ProvisioningConnection.behind(connection, tools.lifecycle()));
            }
            return List.of();
        });
        BegunSchema schema = begun;
        if (schema == null) {
            return;
        }
        // No transaction is open here: an index that is built concurrently would wait for it. Nor is the row locked:
        // the name may be another tenant's by now, or the tenant of another type.
        if (tools.schemas().buildByItself(schema.tenant(), stop, connection -> isUnchanged(schema, connection))) {
            transactions.building().executeAll(this::complete);
        } else {
            transactions.noting().executeAll(connection -> tools.leave(attempt, connection));
        }
    }

    /** Makes what an attempt before has left small enough to be dropped at once, or returns false if it is not for this one to go on. */
    private boolean clear() {
        isWaitingForOthers = true;
        boolean isSmall = new SchemaClearing(attempt, tools, transactions.beginning(), stop::isRequested).run();
        isWaitingForOthers = false;
        return isSmall;
    }

    private Optional<Tenant> lock(Connection connection) throws SQLException {
        isWaitingForOthers = true;
        Optional<Tenant> waiting = LockTimeout.around(
                connection, () -> tools.store().lockWaiting(attempt.tenant().id(), connection));
        isWaitingForOthers = false;
        return waiting;
    }

    /** Makes an empty schema, instead of what an attempt before may have left. */
    private BegunSchema begin(Tenant tenant, Connection connection) throws SQLException {
        if (tools.notes().find(tenant, connection).ownsSchema()) {
            LockTimeout.around(connection, () -> {
                tools.schemas().dropUnused(tenant.schema(), connection);
                return true;
            });
        }
        tools.schemas().makeEmpty(tenant.schema(), connection);
        return new BegunSchema(tenant, tools.notes().own(tenant, connection));
    }

    /** Makes what is left to make, in one transaction. */
    private List<TenantOccurrence> complete(Connection connection) throws SQLException {
        Optional<Tenant> waiting = lock(connection);
        if (waiting.isEmpty()) {
            // Somebody deleted it, or another node was faster.
            return List.of();
        }
        if (!isAsBegun(waiting.get(), connection)) {
            return tools.leave(attempt, connection);
        }
        Connection target = ProvisioningConnection.behind(connection, tools.lifecycle());
        try (BreakOff breakOff = BreakOff.of(target, stop)) {
            TenantOccurrence done =
                    LockTimeout.around(connection, () -> tools.unbuilt().build(waiting.get(), target));
            built = done.tenant();
            return tools.lifecycle().announce(List.of(done), connection);
        } catch (SQLException | RuntimeException | Error thrown) {
            failure = thrown;
            isConnectionLost = isLost(connection);
            throw thrown;
        }
    }

    /** Returns whether the schema is what was made for the tenant here and is not to be made anew, or there is none. */
    private boolean isAsBegun(Tenant waiting, Connection connection) throws SQLException {
        BegunSchema before = begun;
        return before == null ? !tools.notes().find(waiting, connection).ownsSchema() : isUnchanged(before, connection);
    }

    private boolean isUnchanged(BegunSchema schema, Connection connection) throws SQLException {
        return tools.store().isWaitingAsBefore(schema.tenant(), schema.schemaOid(), connection);
    }

    private static boolean isLost(Connection connection) {
        try {
            return !connection.isValid(1);
        } catch (SQLException lost) {
            return true;
        }
    }

    /** Returns the tenant as it is, or empty if it was left to somebody else, or did not wait any more. */
    Optional<Tenant> built() {
        return Optional.ofNullable(built);
    }

    /** Returns why it failed, where that is known better: where a connection broke, what comes out is that it could not be rolled back. */
    Throwable causeOf(Throwable thrown) {
        Throwable first = failure;
        return first == null ? thrown : first;
    }

    /** Returns whether the tenant is to blame, and not that a connection or a row was not to be had, or was lost. */
    boolean isOfTenant(Throwable thrown) {
        if (failure != null) {
            // What initializers do elsewhere may fail for want of a connection, too.
            return !isConnectionLost;
        }
        return isWaitingForOthers ? !SqlStates.isPassing(thrown) : !SqlStates.isOfConnection(thrown);
    }
}
