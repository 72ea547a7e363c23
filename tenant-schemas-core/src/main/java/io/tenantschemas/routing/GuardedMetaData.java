package io.tenantschemas.routing;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

import org.jspecify.annotations.Nullable;

/** Guards what a routed connection tells of the database: each result, and the questions that it is asked. */
final class GuardedMetaData extends Guarded {

    private static final String WHAT = "The description of the database";

    private final Guard guard;

    private final RoutedConnection connection;

    private GuardedMetaData(DatabaseMetaData target, Guard guard, RoutedConnection connection) {
        super(target, guard, WHAT);
        this.guard = guard;
        this.connection = connection;
    }

    static DatabaseMetaData of(DatabaseMetaData target, Guard guard, RoutedConnection connection) {
        return new GuardedMetaData(target, guard, connection).as(DatabaseMetaData.class);
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getName().equals("getConnection")) {
            return connection;
        }
        if (method.getReturnType() != ResultSet.class) {
            // What the driver and the server can do, which is the same for all.
            return pass(method, args);
        }
        guard.check(WHAT);
        ResultSet result = (ResultSet) guard.run(() -> pass(method, args));
        return result == null ? null : GuardedResultSet.of(result, guard, connection, null);
    }
}
