package io.tenantschemas.web;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.TenantStatus;

/**
 * What requests get that were not let in, for each reason. Those for the status of a tenant, and for one without a schema, may be
 * replaced.
 */
public final class RejectionAnswers {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final Duration A_FEW_SECONDS = Duration.ofSeconds(5);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private static final RejectionAnswer NO_SUCH_TENANT = RejectionAnswer.of(
            "unknown-host", HttpStatus.NOT_FOUND, "Unknown host", "There is no site at this address. Check the host.");

    private static final RejectionAnswer NOT_LOOKED_UP = RejectionAnswer.comeBackIn(
            A_SECOND, "busy", "Busy", "This address cannot be looked up at the moment. Try again in a second.");

    private static final RejectionAnswer BEING_UPDATED = RejectionAnswer.comeBackIn(
            A_FEW_SECONDS, "being-updated", "Being updated", "This site is being updated. Try again in a few seconds.");

    private static final RejectionAnswer NOT_INSPECTED = RejectionAnswer.comeBackIn(
            A_FEW_SECONDS,
            "unavailable",
            "Unavailable",
            "This site is not available at the moment. Try again in a few seconds.");

    private static final RejectionAnswer PROVISIONING = RejectionAnswer.comeBackIn(
            A_FEW_SECONDS, "being-set-up", "Being set up", "This site is being set up. Try again in a moment.");

    private static final RejectionAnswer SUSPENDED =
            RejectionAnswer.of("suspended", HttpStatus.FORBIDDEN, "Suspended", "This site is suspended.");

    private static final RejectionAnswer MAINTENANCE = RejectionAnswer.comeBackIn(
            A_MINUTE, "maintenance", "Maintenance", "This site is closed for maintenance. Try again later.");

    private static final RejectionAnswer FAILED = RejectionAnswer.of(
            "set-up-failed",
            HttpStatus.SERVICE_UNAVAILABLE,
            "Set-up failed",
            "This site could not be set up. Those who run it have to see to it.");

    // What its host gets when it is gone. 410 would last, and the address may be another tenant's tomorrow.
    private static final RejectionAnswer DELETING = RejectionAnswer.of(
            "deleted", HttpStatus.NOT_FOUND, "Deleted", "There is no site at this address any more.");

    private static final RejectionAnswer OUT_OF_SERVICE = RejectionAnswer.of(
            "out-of-service",
            HttpStatus.SERVICE_UNAVAILABLE,
            "Out of service",
            "This site is out of service at the moment. Try again later.");

    private static final RejectionAnswer NOT_SET_UP = RejectionAnswer.comeBackIn(
            A_MINUTE, "not-set-up", "Not set up yet", "This site is not set up yet. Try again later.");

    private static final RejectionAnswers STANDARD = new RejectionAnswers(
            Map.of(
                    TenantStatus.PROVISIONING, PROVISIONING,
                    TenantStatus.SUSPENDED, SUSPENDED,
                    TenantStatus.MAINTENANCE, MAINTENANCE,
                    TenantStatus.FAILED, FAILED,
                    TenantStatus.DELETING, DELETING),
            NOT_SET_UP);

    private final Map<TenantStatus, RejectionAnswer> byStatus;

    private final RejectionAnswer notSetUp;

    private RejectionAnswers(Map<TenantStatus, RejectionAnswer> byStatus, RejectionAnswer notSetUp) {
        this.byStatus = Map.copyOf(byStatus);
        this.notSetUp = notSetUp;
    }

    /** Returns the answers of an application that chooses none of its own. */
    public static RejectionAnswers standard() {
        return STANDARD;
    }

    /** Returns these answers with another one for tenants of that status, which is any but {@link TenantStatus#ACTIVE}. */
    public RejectionAnswers with(TenantStatus status, UnaryOperator<RejectionAnswer> change) {
        Assert.isTrue(status != TenantStatus.ACTIVE, "Tenants in service are served");
        Assert.notNull(change, "'change' must not be null");
        Map<TenantStatus, RejectionAnswer> changed = new EnumMap<>(byStatus);
        changed.put(status, change.apply(forStatus(status)));
        return new RejectionAnswers(changed, notSetUp);
    }

    /** Returns these answers with another one for tenants in service that have no schema. */
    public RejectionAnswers withNotSetUp(UnaryOperator<RejectionAnswer> change) {
        Assert.notNull(change, "'change' must not be null");
        return new RejectionAnswers(byStatus, change.apply(notSetUp));
    }

    RejectionAnswer to(Rejection rejection) {
        if (rejection instanceof Rejection.OutOfService outOfService) {
            return forStatus(outOfService.tenant().status());
        }
        if (rejection instanceof Rejection.NotSetUp) {
            return notSetUp;
        }
        if (rejection instanceof Rejection.Malformed malformed) {
            return malformed(malformed.cause());
        }
        if (rejection instanceof Rejection.NotLookedUp) {
            return NOT_LOOKED_UP;
        }
        if (rejection instanceof Rejection.BeingUpdated) {
            return BEING_UPDATED;
        }
        return rejection instanceof Rejection.NotInspected ? NOT_INSPECTED : NO_SUCH_TENANT;
    }

    private RejectionAnswer forStatus(TenantStatus status) {
        return byStatus.getOrDefault(status, OUT_OF_SERVICE);
    }

    private static RejectionAnswer malformed(Exception cause) {
        return RejectionAnswer.of(
                "malformed-host", HttpStatus.BAD_REQUEST, "Malformed host", String.valueOf(cause.getMessage()));
    }
}
