package io.tenantschemas.isolationcheck.run;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/** What is in a failure, besides what it says first. */
public final class Failures {

    /** The SQL states of a connection whose backend was ended, or that was to be made meanwhile. */
    private static final Set<String> BROKEN =
            Set.of("57P01", "57P02", "57P03", "08000", "08001", "08003", "08006", "08P01");

    private Failures() {}

    /** Returns whether a failure is of that type, or has one in it. */
    public static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return all(failure).stream().anyMatch(type::isInstance);
    }

    /** Returns whether that is what happens to a connection whose backend was killed. */
    public static boolean isBrokenConnection(Throwable failure) {
        return all(failure).stream().anyMatch(each -> each instanceof SQLException sql && isBroken(sql));
    }

    private static boolean isBroken(SQLException failure) {
        return BROKEN.contains(String.valueOf(failure.getSQLState()))
                || "Connection is closed".equals(failure.getMessage());
    }

    /** Returns the failure with its causes and with what it hides. */
    static Set<Throwable> all(Throwable failure) {
        Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable next = open.remove();
            if (all.add(next)) {
                add(next.getCause(), open);
                if (next instanceof TransactionSystemException system) {
                    add(system.getApplicationException(), open);
                }
                if (next instanceof SQLException sql) {
                    add(sql.getNextException(), open);
                }
                for (Throwable suppressed : next.getSuppressed()) {
                    open.add(suppressed);
                }
            }
        }
        return all;
    }

    private static void add(@Nullable Throwable failure, Deque<Throwable> open) {
        if (failure != null) {
            open.add(failure);
        }
    }
}
