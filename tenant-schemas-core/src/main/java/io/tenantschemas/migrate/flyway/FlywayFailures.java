package io.tenantschemas.migrate.flyway;

import java.io.IOException;
import java.io.Reader;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.api.resource.Resource;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.util.FileCopyUtils;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;

/** Finds the facts in what Flyway throws. */
final class FlywayFailures {

    private static final Pattern VALIDATION_ADVERTISEMENT = Pattern.compile("\\nNeed more flexibility.*");

    /** Where one of these words stands for something else, a migration is not tried again, and that is all. */
    private static final Pattern ENDS_TRANSACTION = Pattern.compile(
            "\\b(COMMIT|ROLLBACK|ABORT|CALL|END\\s+(TRANSACTION|WORK)|PREPARE\\s+TRANSACTION)\\b|^\\s*END\\s*;",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final String LEFT_HALF_DONE = "Detected failed ";

    private FlywayFailures() {}

    /** Finds them in what was refused while migrations ran, when it is known already that they follow on what the schema has. */
    static MigrationFailure facts(MigrationTarget target, Throwable failure) {
        return facts(target, failure, false);
    }

    /** Finds them where the schema may have been that of a tenant of another type, if there are types. */
    static MigrationFailure facts(MigrationTarget target, Throwable failure, boolean hasTypes) {
        FlywaySqlScriptException script = cause(failure, FlywaySqlScriptException.class);
        SQLException refused = deepest(failure);
        ServerErrorMessage server = refused instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return new MigrationFailure(
                message(failure, refused, server),
                script(failure),
                script == null ? null : line(script, server),
                script == null ? null : withoutComments(script.getStatement()),
                refused == null ? null : refused.getSQLState(),
                server == null ? null : server.getDetail(),
                hint(target, failure, server, hasTypes),
                isUndone(failure));
    }

    private static boolean isUndone(Throwable failure) {
        FlywayMigrateException migration = cause(failure, FlywayMigrateException.class);
        FlywaySqlScriptException script = cause(failure, FlywaySqlScriptException.class);
        // What is not SQL may have committed, and so may a script that says so, whatever they declare.
        return migration == null
                || (migration.isExecutableInTransaction() && script != null && !endsTransactions(script.getResource()));
    }

    private static boolean endsTransactions(@Nullable Resource file) {
        if (!(file instanceof LoadableResource loadable)) {
            return true;
        }
        try (Reader reader = loadable.read()) {
            return ENDS_TRANSACTION.matcher(FileCopyUtils.copyToString(reader)).find();
        } catch (IOException unreadable) {
            return true;
        }
    }

    private static String message(
            Throwable failure, @Nullable SQLException refused, @Nullable ServerErrorMessage server) {
        String primary = server == null ? null : server.getMessage();
        if (primary != null) {
            return primary;
        }
        Throwable best = refused == null ? failure : refused;
        return Optional.ofNullable(best.getMessage())
                .map(FlywayFailures::readable)
                .filter(message -> !message.isEmpty())
                .orElseGet(() -> best.getClass().getName());
    }

    private static String readable(String message) {
        return VALIDATION_ADVERTISEMENT.matcher(message).replaceAll("").strip().replaceAll("\\s*\\n\\s*", " ");
    }

    private static @Nullable String hint(
            MigrationTarget target, Throwable failure, @Nullable ServerErrorMessage server, boolean hasTypes) {
        if (server == null && String.valueOf(failure.getMessage()).contains(LEFT_HALF_DONE)) {
            return "A migration that could not be rolled back has failed before. Undo what it left, then: DELETE FROM %s WHERE NOT success;"
                    .formatted(target.schema().qualify(FlywayConfigurations.HISTORY_TABLE));
        }
        if (failure instanceof FlywayValidateException && hasTypes && !target.isShared()) {
            return ("If the tenant was of %s before, it has been through that type's migrations, or past some of its"
                            + " new one. Let it be of that type again; or let Flyway go on, with a FlywayConfigurationCustomizer that"
                            + " sets outOfOrder(true) and ignoreMigrationPatterns(\"*:missing\"), and see to what that type's tables hold.")
                    .formatted(target.type()
                            .map("another type than '%s'"::formatted)
                            .orElse("a type"));
        }
        return server == null ? null : server.getHint();
    }

    private static @Nullable String script(Throwable failure) {
        FlywayMigrateException migration = cause(failure, FlywayMigrateException.class);
        if (migration != null && migration.getMigration() != null) {
            return migration.getMigration().getScript();
        }
        FlywaySqlScriptException script = cause(failure, FlywaySqlScriptException.class);
        return script == null || script.getResource() == null
                ? null
                : script.getResource().getFilename();
    }

    private static String withoutComments(String statement) {
        return statement.substring(TransactionControl.endOfBlank(statement)).strip();
    }

    /** Returns the line that PostgreSQL points at, or the one at which the statement begins when it points nowhere. */
    private static @Nullable Integer line(FlywaySqlScriptException script, @Nullable ServerErrorMessage server) {
        if (script.getLineNumber() < 1) {
            return null;
        }
        // Flyway gives the line of the first word, but comments before it as part of the statement.
        String statement = script.getStatement();
        int position = server == null ? 0 : Math.min(server.getPosition(), statement.length());
        int start = TransactionControl.endOfBlank(statement);
        return script.getLineNumber()
                + (int) statement
                        .chars()
                        .limit(position)
                        .skip(start)
                        .filter(c -> c == '\n')
                        .count();
    }

    private static @Nullable SQLException deepest(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && (found == null || refused.getSQLState() != null)) {
                found = refused;
            }
        }
        return found;
    }

    private static <T> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
