package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** What became of an attempt that did not succeed, to be noted in a transaction and told in the log. */
final class AttemptOutcome implements ProvisioningTransaction.AllWork {

    private static final Log logger = LogFactory.getLog(AttemptOutcome.class);

    /** How many times as often as an attempt may fail it may be lost with its connection. */
    private static final int LOSSES_PER_ATTEMPT = 3;

    private final TenantAttempt attempt;

    private final AttemptTools tools;

    private final boolean isOfTenant;

    private final boolean isBrokenOff;

    private final boolean isLast;

    private final String reason;

    private final @Nullable Throwable failure;

    /** What the status is now known to be. */
    private boolean isFailed;

    private AttemptOutcome(
            TenantAttempt attempt,
            AttemptTools tools,
            @Nullable Throwable failure,
            boolean isBrokenOff,
            boolean isTenants) {
        ProvisioningAttempts attempts = tools.attempts();
        this.attempt = attempt;
        this.tools = tools;
        this.failure = failure;
        this.isBrokenOff = isBrokenOff;
        this.isOfTenant = !isBrokenOff && isTenants;
        this.isLast = attempt.number() >= attempts.max() || failure == null || FailureReason.isForGood(failure);
        this.reason = failure == null
                ? "%d attempts were begun, and the process ended within the last".formatted(attempts.max())
                : FailureReason.of(failure);
    }

    /**
     * Returns what became of one that failed.
     *
     * @param isBrokenOff whether it did not fail, but was broken off
     * @param isTenants whether it failed on account of the tenant
     */
    static AttemptOutcome failed(
            TenantAttempt attempt, AttemptTools tools, Throwable failure, boolean isBrokenOff, boolean isTenants) {
        return new AttemptOutcome(attempt, tools, failure, isBrokenOff, isTenants);
    }

    /** Returns what becomes of one that is not made, because processes have died at those before. */
    static AttemptOutcome exhausted(TenantAttempt attempt, AttemptTools tools) {
        return new AttemptOutcome(attempt, tools, null, false, true);
    }

    @Override
    public List<TenantOccurrence> on(Connection connection) throws SQLException {
        return LockTimeout.around(connection, () -> note(connection));
    }

    private List<TenantOccurrence> note(Connection connection) throws SQLException {
        Tenant tenant = attempt.tenant();
        if (isBrokenOff) {
            tools.notes().takeBack(tenant, attempt.number(), 0, connection);
            return List.of();
        }
        if (!(isOfTenant ? isLastFailure(connection) : isLastLoss(connection))) {
            return List.of();
        }
        Optional<Tenant> waiting = tools.store().lockWaiting(tenant.id(), connection);
        return waiting.isEmpty() ? List.of() : fail(waiting.get(), connection);
    }

    private boolean isLastFailure(Connection connection) throws SQLException {
        return tools.notes().fail(attempt.tenant(), attempt.number(), reason, tools.attempts(), connection) && isLast;
    }

    /** Connections that break each time break on account of the tenant. */
    private boolean isLastLoss(Connection connection) throws SQLException {
        ProvisioningAttempts attempts = tools.attempts();
        return tools.notes().lose(attempt.tenant(), attempt.number(), reason, attempts, connection)
                >= LOSSES_PER_ATTEMPT * attempts.max();
    }

    private List<TenantOccurrence> fail(Tenant tenant, Connection connection) throws SQLException {
        Tenant failed = TenantOccurrence.with(tenant, TenantStatus.FAILED);
        Savepoint before = connection.setSavepoint();
        try {
            tools.store().update(failed, connection);
            List<TenantOccurrence> told = tools.lifecycle()
                    .announce(
                            List.of(TenantOccurrence.changed(failed, Optional.of(TenantStatus.PROVISIONING))),
                            connection);
            // What is refused at the commit only would undo the claim with it, and the tenant's turn would never be
            // over.
            tools.store().checkConstraints(connection);
            connection.releaseSavepoint(before);
            isFailed = true;
            return told;
        } catch (SQLException | RuntimeException refused) {
            if (SqlStates.isPassing(refused)) {
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

    /** Tells that it could not be noted, and is not noted again. */
    void logUnnoted(Throwable refused) {
        logger.warn(
                "Tenant %s could not be made (%s), and that could not be noted: it is tried again later"
                        .formatted(attempt.tenant().describe(), reason),
                refused);
    }

    /** Tells of it, once it is noted. */
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
                                    ? " (attempt %d of %d)"
                                            .formatted(
                                                    attempt.number(),
                                                    tools.attempts().max())
                                    : ", and not on its own account",
                            reason));
        }
        logger.debug("Why tenant %s could not be made".formatted(tenant), failure);
    }
}
