package io.tenantschemas.routing;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/** Guards the rows of a result: no row and no column for anybody but the tenant for whom they were asked. */
final class GuardedResultSet extends Guarded {

    private static final String WHAT = "A result set";

    private final Guard guard;

    private final RoutedConnection connection;

    // Null for the results of the driver's own statements, which nobody has seen.
    private final @Nullable Statement statement;

    private GuardedResultSet(
            ResultSet target, Guard guard, RoutedConnection connection, @Nullable Statement statement) {
        super(target, guard, WHAT);
        this.guard = guard;
        this.connection = connection;
        this.statement = statement;
    }

    static ResultSet of(ResultSet target, Guard guard, RoutedConnection connection, @Nullable Statement statement) {
        return new GuardedResultSet(target, guard, connection, statement).as(ResultSet.class);
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        switch (method.getName()) {
            case "close",
                    "isClosed",
                    "getWarnings",
                    "clearWarnings",
                    "getFetchSize",
                    "setFetchSize",
                    "getFetchDirection",
                    "setFetchDirection",
                    "getType",
                    "getConcurrency",
                    "getHoldability",
                    "getMetaData" -> {
                return pass(method, args);
            }
            case "getStatement" -> {
                return statement(method, args);
            }
            case "getBlob", "getClob", "getNClob", "updateBlob", "updateClob", "updateNClob" -> {
                guard.checkLargeObject("Reading or writing a large object");
                return pass(method, args);
            }
            case "getArray", "getObject" -> {
                check(args);
                return guarded(pass(method, args));
            }
            default -> {
                guard.check(WHAT);
                return mayAskTheDatabase(method) ? guard.pointing().run(() -> pass(method, args)) : pass(method, args);
            }
        }
    }

    private static boolean mayAskTheDatabase(Method method) {
        String name = method.getName();
        // The first change of a row asks for the table's primary key.
        return name.startsWith("update")
                || name.equals("moveToInsertRow")
                || name.equals("insertRow")
                || name.equals("deleteRow")
                || name.equals("refreshRow");
    }

    private @Nullable Object guarded(@Nullable Object value) {
        if (value instanceof ResultSet cursor) {
            return of(cursor, guard, connection, null);
        }
        return value instanceof Array array ? GuardedArray.of(array, guard, connection) : value;
    }

    private void check(@Nullable Object @Nullable [] args) throws SQLException {
        if (args != null && args.length > 1 && (args[1] == Blob.class || args[1] == Clob.class)) {
            guard.checkLargeObject("Reading a large object");
        } else {
            guard.check(WHAT);
        }
    }

    private @Nullable Object statement(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (statement != null) {
            return statement;
        }
        Statement drivers = (Statement) pass(method, args);
        return drivers == null ? null : GuardedStatement.of(drivers, StatementNeeds.PATH, guard, connection);
    }
}
