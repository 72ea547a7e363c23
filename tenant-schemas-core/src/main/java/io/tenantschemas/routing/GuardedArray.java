package io.tenantschemas.routing;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.ResultSet;

import org.jspecify.annotations.Nullable;

/** Guards an array from a result set, whose elements the driver may hand out as another one. */
final class GuardedArray extends Guarded {

    private static final String WHAT = "An array";

    private final Guard guard;

    private final RoutedConnection connection;

    private GuardedArray(Array target, Guard guard, RoutedConnection connection) {
        super(target, guard, WHAT);
        this.guard = guard;
        this.connection = connection;
    }

    static Array of(Array target, Guard guard, RoutedConnection connection) {
        return new GuardedArray(target, guard, connection).as(Array.class);
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (!method.getName().equals("getResultSet")) {
            return pass(method, args);
        }
        guard.check(WHAT);
        ResultSet result = (ResultSet) pass(method, args);
        return result == null ? null : GuardedResultSet.of(result, guard, connection, null);
    }
}
