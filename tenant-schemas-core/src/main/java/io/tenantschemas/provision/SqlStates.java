package io.tenantschemas.provision;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** PostgreSQL's codes for what goes wrong when tenants change. */
final class SqlStates {

    // unique_violation, duplicate_schema, duplicate_object
    private static final Set<String> TAKEN = Set.of("23505", "42P06", "42710");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String DEADLOCK_DETECTED = "40P01";

    // admin_shutdown, crash_shutdown, cannot_connect_now, and all that concern the connection, which are of one class
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03");

    private static final String OF_THE_CONNECTION = "08";

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private static final String OF_DATA = "22";

    private static final String OF_A_CONSTRAINT = "23";

    private SqlStates() {}

    static boolean isTaken(SQLException refused) {
        return TAKEN.contains(stateOf(refused));
    }

    static boolean isBusy(SQLException refused) {
        return isBusy(refused.getSQLState());
    }

    /** Returns whether others did not make way, or waited themselves. */
    static boolean isBusy(@Nullable String state) {
        return LOCK_NOT_AVAILABLE.equals(state) || isDeadlock(state);
    }

    /** Returns whether others waited for what waited for them. */
    static boolean isDeadlock(@Nullable String state) {
        return DEADLOCK_DETECTED.equals(state);
    }

    static boolean isReferenced(SQLException refused) {
        return FOREIGN_KEY_VIOLATION.equals(stateOf(refused));
    }

    static boolean isBrokenConnection(SQLException failure) {
        return stateOf(failure).startsWith(OF_THE_CONNECTION) || ENDED.contains(stateOf(failure));
    }

    /** Returns whether something failed because there was no connection, or it broke. */
    static boolean isOfConnection(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || (cause instanceof SQLException refused && isBrokenConnection(refused))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether what failed may succeed if it is done again. */
    static boolean isPassing(Throwable failure) {
        SQLException refused = in(failure);
        return isOfConnection(failure) || (refused != null && isBusy(refused));
    }

    /** Returns whether a value is not what its column wants, or a constraint of the table refuses the row. */
    static boolean isOfData(SQLException refused) {
        return stateOf(refused).startsWith(OF_DATA) || stateOf(refused).startsWith(OF_A_CONSTRAINT);
    }

    /** Returns what the server says, without what the driver adds, in one line. */
    static String message(SQLException refused) {
        return String.valueOf(refused.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^ERROR: ", "");
    }

    private static String stateOf(SQLException refused) {
        return String.valueOf(refused.getSQLState());
    }

    /** Returns what the database refused, if that is behind {@code failure}. */
    static @Nullable SQLException in(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return refused;
            }
        }
        return null;
    }
}
