package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Looks for a tenant that waits, and counts the attempt to make it. */
final class TenantClaim implements ProvisioningTransaction.AllWork {

    private final AttemptTools tools;

    private final Collection<SchemaName> notTenants;

    private final Function<TenantAttempt, AttemptOutcome> exhausting;

    private boolean hasFound;

    private @Nullable TenantAttempt attempt;

    private @Nullable AttemptOutcome exhausted;

    /**
     * Creates a claim.
     *
     * @param notTenants the schemas that are everybody's
     * @param exhausting what becomes of a tenant at which processes have died too often
     */
    TenantClaim(
            AttemptTools tools, Collection<SchemaName> notTenants, Function<TenantAttempt, AttemptOutcome> exhausting) {
        this.tools = tools;
        this.notTenants = notTenants;
        this.exhausting = exhausting;
    }

    @Override
    public List<TenantOccurrence> on(Connection connection) throws SQLException {
        Optional<Tenant> next = tools.store().lockNextWaiting(notTenants, connection);
        hasFound = next.isPresent();
        if (next.isEmpty()) {
            tools.notes().forgetLeftOvers(connection);
            return List.of();
        }
        return claim(next.get(), connection);
    }

    private List<TenantOccurrence> claim(Tenant tenant, Connection connection) throws SQLException {
        ProvisioningAttempts attempts = tools.attempts();
        ProvisioningNote note = tools.notes().find(tenant, connection);
        if (note.isBegun()) {
            // Not by somebody who is at it, whose row would be locked.
            tools.notes().giveTime(tenant, attempts, connection);
            return List.of();
        }
        OptionalInt number = tools.notes().count(tenant, attempts, connection);
        if (number.isEmpty()) {
            return List.of();
        }
        TenantAttempt begun = new TenantAttempt(tenant, number.getAsInt(), note.ownsSchema());
        if (note.ownsSchema() && tools.schemas().isBeingBuilt(tenant.schema(), connection)) {
            // By a process that has worked on it for longer than until the next attempt.
            return tools.leave(begun, connection);
        }
        if (begun.number() > attempts.max()) {
            AttemptOutcome last = exhausting.apply(begun);
            exhausted = last;
            return last.on(connection);
        }
        attempt = begun;
        return List.of();
    }

    /** Returns whether there was somebody whose turn had come, so that there may be more. */
    boolean hasFound() {
        return hasFound;
    }

    /** Returns the attempt that is to be made now. */
    Optional<TenantAttempt> attempt() {
        return Optional.ofNullable(attempt);
    }

    /** Returns what became of a tenant that is not tried again. */
    Optional<AttemptOutcome> exhausted() {
        return Optional.ofNullable(exhausted);
    }
}
