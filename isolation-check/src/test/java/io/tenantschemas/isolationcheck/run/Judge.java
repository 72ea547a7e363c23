package io.tenantschemas.isolationcheck.run;

import java.sql.SQLException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.routing.MissingSchemaException;
import io.tenantschemas.routing.SessionStateException;
import io.tenantschemas.routing.StaleTenantException;

/** Tells failures that must be expected from those that must not be. */
final class Judge {

    /** Somebody else was in the way. */
    private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01", "55P03", "57014");

    /**
     * Schema, table, sequence or function are not there, or are no longer; the last is what a session is told that works as a
     * role which was dropped, and so is in no group.
     */
    private static final Set<String> GONE = Set.of("3F000", "42P01", "42883", "42704", "XX000", "2BP01", "42501");

    private Judge() {}

    /**
     * Returns what kind of refusal that is.
     *
     * @param settled whether the tenants in question were the same all the time
     * @return null if it must not happen
     */
    static @Nullable String verdict(Throwable failure, boolean settled) {
        if (Failures.has(failure, Violation.class)) {
            return null;
        }
        if (Failures.isBrokenConnection(failure)) {
            return "the backend was killed";
        }
        for (Throwable each : Failures.all(failure)) {
            String verdict = verdictOn(each, settled);
            if (verdict != null) {
                return verdict;
            }
        }
        return null;
    }

    private static @Nullable String verdictOn(Throwable failure, boolean settled) {
        if (failure instanceof NobodyThere) {
            return "nobody has the name";
        }
        if (failure instanceof SessionStateException) {
            return "meant for a session, behind a pooler";
        }
        if (failure instanceof SQLException sql) {
            String state = String.valueOf(sql.getSQLState());
            if (IN_THE_WAY.contains(state)) {
                return "lock, deadlock or timeout (" + state + ")";
            }
            if (!settled && GONE.contains(state)) {
                return "the tenant changed meanwhile (" + state + ")";
            }
        }
        if (!settled && isOfTheTenant(failure)) {
            return "the tenant changed meanwhile (" + failure.getClass().getSimpleName() + ")";
        }
        return null;
    }

    private static boolean isOfTheTenant(Throwable failure) {
        return failure instanceof UnknownTenantException
                || failure instanceof StaleTenantException
                || failure instanceof MissingSchemaException;
    }
}
