package io.tenantschemas.command;

import java.sql.SQLException;

import io.tenantschemas.tenant.TenantSchemasException;

/** Says what went wrong in one line, for the person at the terminal. */
final class FailureText {

    private FailureText() {}

    static String of(Throwable failure) {
        return oneLine(best(failure));
    }

    /** Prefers what this library says, then what the database says, then what is at the bottom of it. */
    static Throwable best(Throwable failure) {
        Throwable best = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TenantSchemasException) {
                return cause;
            }
            if (cause instanceof SQLException || !(best instanceof SQLException)) {
                best = cause;
            }
        }
        return best;
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getName()
                : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
