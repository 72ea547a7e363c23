package io.tenantschemas.provision;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.SchemaMigrationException;

/** Why a schema could not be made, in one line that is kept, shown and logged. */
final class FailureReason {

    private static final int LONGEST = 1000;

    private FailureReason() {}

    static String of(Throwable failure) {
        String message = message(failure);
        String line = message == null || message.isBlank()
                ? failure.getClass().getName()
                : message.lines().findFirst().orElse(message).strip();
        // Which no text of the database can hold.
        line = line.replace("\0", "");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Only the first line of it counts: in those that follow, the server quotes what stands in the row. */
    private static @Nullable String message(Throwable failure) {
        if (failure instanceof SchemaMigrationException migration) {
            return migration.failure().describe();
        }
        return failure instanceof SQLException refused ? SqlStates.message(refused) : failure.getMessage();
    }

    /** Returns whether it would fail as long as nobody changes anything. */
    static boolean isForGood(Throwable failure) {
        return failure instanceof SchemaExistsException || failure instanceof NonTransactionalMigrationException;
    }
}
