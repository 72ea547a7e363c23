package io.tenantschemas.isolationcheck.run;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.routing.MissingSchemaException;

/** Tells failures that must be expected from those that must not be. */
final class Judge {

    /** The connection broke, because somebody killed its backend. */
    private static final Set<String> BROKEN =
            Set.of("57P01", "57P02", "57P03", "08000", "08001", "08003", "08006", "08P01");

    /** Somebody else was in the way. */
    private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01", "55P03", "57014");

    /** Schema, table, sequence or function are not there, or are no longer. */
    private static final Set<String> GONE = Set.of("3F000", "42P01", "42883", "42704", "XX000", "2BP01");

    private Judge() {}

    /**
     * Returns what kind of refusal that is.
     *
     * @param settled whether the tenants in question were the same all the time
     * @return null if it must not happen
     */
    static @Nullable String verdict(Throwable failure, boolean settled) {
        Set<Throwable> all = all(failure);
        for (Throwable each : all) {
            if (each instanceof Violation) {
                return null;
            }
        }
        for (Throwable each : all) {
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
        if (failure instanceof SQLException sql) {
            String state = String.valueOf(sql.getSQLState());
            if (BROKEN.contains(state) || "Connection is closed".equals(sql.getMessage())) {
                return "the backend was killed";
            }
            if (IN_THE_WAY.contains(state)) {
                return "lock, deadlock or timeout (" + state + ")";
            }
            if (!settled && GONE.contains(state)) {
                return "the tenant changed meanwhile (" + state + ")";
            }
        }
        if (!settled && (failure instanceof UnknownTenantException || failure instanceof MissingSchemaException)) {
            return "the tenant changed meanwhile (" + failure.getClass().getSimpleName() + ")";
        }
        return null;
    }

    /** Returns the failure with its causes and with what it hides. */
    static Set<Throwable> all(Throwable failure) {
        Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable next = open.remove();
            if (all.add(next)) {
                addTo(open, next.getCause());
                if (next instanceof TransactionSystemException system) {
                    addTo(open, system.getApplicationException());
                }
                if (next instanceof SQLException sql) {
                    addTo(open, sql.getNextException());
                }
                for (Throwable suppressed : next.getSuppressed()) {
                    open.add(suppressed);
                }
            }
        }
        return all;
    }

    private static void addTo(Deque<Throwable> open, @Nullable Throwable failure) {
        if (failure != null) {
            open.add(failure);
        }
    }
}
