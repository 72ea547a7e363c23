package io.tenantschemas.migrate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * What is known of a migration that failed.
 *
 * @param message what went wrong: PostgreSQL's own message when it refused a statement
 * @param script the migration's file, or null when no migration was running
 * @param line the line of the file at which the statement stands, or null when that is not known
 * @param statement the statement, or null when none was refused
 * @param sqlState PostgreSQL's code, or null when it refused nothing
 * @param detail what PostgreSQL added, for example the duplicated key, or null when it added nothing
 * @param hint what to do, as PostgreSQL or this library proposes it, or null when nobody proposes anything
 * @param undone whether nothing of that migration has stayed
 */
public record MigrationFailure(
        String message,
        @Nullable String script,
        @Nullable Integer line,
        @Nullable String statement,
        @Nullable String sqlState,
        @Nullable String detail,
        @Nullable String hint,
        boolean undone) {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String DEADLOCK_DETECTED = "40P01";

    /** Checks that there is a message. */
    public MigrationFailure {
        Assert.hasText(message, "'message' must not be empty");
    }

    /** Returns a failure of which nothing more is known than that message. */
    public static MigrationFailure of(String message) {
        return new MigrationFailure(message, null, null, null, null, null, null, false);
    }

    /** Returns what is known of {@code failure}. */
    static MigrationFailure of(Exception failure) {
        if (failure instanceof SchemaMigrationException migration) {
            return migration.failure();
        }
        String message = failure.getMessage();
        return of(message == null || message.isBlank() ? failure.getClass().getName() : message);
    }

    /** Returns the same failure, of that migration's file. */
    public MigrationFailure in(String file) {
        return new MigrationFailure(message, file, line, statement, sqlState, detail, hint, undone);
    }

    /**
     * Returns whether it failed for something that passes, and left nothing: it waited for a lock for too long, or others waited
     * for it and it for them.
     */
    public boolean isTransient() {
        return undone && (LOCK_NOT_AVAILABLE.equals(sqlState) || DEADLOCK_DETECTED.equals(sqlState));
    }

    /** Returns file, line, code and message in one line, as far as they are known. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        if (script != null) {
            text.append(script);
            if (line != null) {
                text.append(", line ").append(line);
            }
            text.append(": ");
        }
        text.append(message);
        if (sqlState != null) {
            text.append(" (SQLSTATE ").append(sqlState).append(')');
        }
        if (detail != null) {
            text.append(". ").append(detail);
        }
        return text.toString();
    }
}
