package io.tenantschemas.routing;

import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

import org.jspecify.annotations.Nullable;

/** Guards the execution of a statement and its results, and explains failures that the lack of a tenant led to. */
final class GuardedStatement extends Guarded {

    private static final String WHAT = "A statement";

    private final Statement target;

    private final Guard guard;

    private final RoutedConnection connection;

    private StatementNeeds needs;

    private @Nullable StatementNeeds needsOfBatch;

    private GuardedStatement(Statement target, StatementNeeds needs, Guard guard, RoutedConnection connection) {
        super(target, guard, WHAT);
        this.target = target;
        this.needs = needs;
        this.guard = guard;
        this.connection = connection;
    }

    static Statement of(Statement target, StatementNeeds needs, Guard guard, RoutedConnection connection) {
        return new GuardedStatement(target, needs, guard, connection).as(typeOf(target));
    }

    private static Class<? extends Statement> typeOf(Statement statement) {
        if (statement instanceof CallableStatement) {
            return CallableStatement.class;
        }
        return statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "getConnection" -> connection;
            case "execute",
                    "executeQuery",
                    "executeUpdate",
                    "executeBatch",
                    "executeLargeUpdate",
                    "executeLargeBatch" -> execute(proxy, method, args);
            case "addBatch" -> addBatch(method, args);
            case "clearBatch" -> clearBatch(method, args);
            case "getMetaData", "getParameterMetaData" -> describe(method, args);
            case "getResultSet", "getGeneratedKeys", "getMoreResults", "getArray" -> result(proxy, method, args);
            case "getObject" -> object(method, args);
            case "setBlob", "setClob", "setNClob", "getBlob", "getClob", "getNClob" -> largeObject(method, args);
            case "setObject" -> setObject(method, args);
            default -> isOutParameter(method) ? outParameter(method, args) : pass(method, args);
        };
    }

    private static boolean isOutParameter(Method method) {
        return method.getDeclaringClass() == CallableStatement.class
                && method.getName().startsWith("get");
    }

    private @Nullable Object outParameter(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.check(WHAT);
        return pass(method, args);
    }

    private @Nullable Object execute(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.check(WHAT);
        if (args != null && args[0] instanceof String && !(target instanceof PreparedStatement)) {
            needs = guard.noteFirst(args);
        }
        try {
            return guarded(proxy, guard.pointing().commitsAtOnce() ? whole(method, args) : run(method, args));
        } catch (SQLException failure) {
            if (TenantRequiredSqlException.explains(failure)) {
                throw guard.lacksTenant()
                        ? new TenantRequiredSqlException(guard.binding(), failure)
                        : guard.explained(failure);
            }
            throw failure;
        }
    }

    /** Asks the server what the statement would return, or wants, if it was executed. */
    private @Nullable Object describe(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.check(WHAT);
        if (method.getName().equals("getMetaData")) {
            guard.pointing().beforeDescription(target);
        }
        return run(method, args);
    }

    private @Nullable Object run(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return guard.run(takeNeedsOf(method), () -> pass(method, args));
    }

    // A prepared statement's batch holds parameters only.
    private StatementNeeds takeNeedsOf(Method method) {
        if (needsOfBatch == null || !method.getName().endsWith("Batch")) {
            return needs;
        }
        StatementNeeds taken = needsOfBatch;
        needsOfBatch = null;
        return taken;
    }

    /** Executes with all rows fetched at once: the driver would open a cursor, which the end of the transaction closes. */
    private @Nullable Object whole(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        int fetchSize = target.getFetchSize();
        target.setFetchSize(0);
        try {
            return run(method, args);
        } finally {
            // Where the connection was refused, it is given back by now and all of it closed.
            if (!target.isClosed()) {
                target.setFetchSize(fetchSize);
            }
        }
    }

    private @Nullable Object addBatch(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (args != null) {
            guard.check(WHAT);
            StatementNeeds added = guard.noteFirst(args);
            needsOfBatch = needsOfBatch == null ? added : needsOfBatch.and(added);
        }
        return pass(method, args);
    }

    private @Nullable Object clearBatch(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        needsOfBatch = null;
        return pass(method, args);
    }

    private @Nullable Object result(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.check(WHAT);
        return guarded(proxy, pass(method, args));
    }

    private @Nullable Object object(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.check(WHAT);
        return guarded(null, pass(method, args));
    }

    private @Nullable Object guarded(@Nullable Object proxy, @Nullable Object value) {
        if (value instanceof ResultSet result) {
            return GuardedResultSet.of(result, guard, connection, (Statement) proxy);
        }
        return value instanceof Array array ? GuardedArray.of(array, guard, connection) : value;
    }

    private @Nullable Object largeObject(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.checkLargeObject("A parameter that is a large object");
        return pass(method, args);
    }

    private @Nullable Object setObject(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return isLargeObject(args) ? largeObject(method, args) : pass(method, args);
    }

    private static boolean isLargeObject(@Nullable Object @Nullable [] args) {
        return args != null
                && (args[1] instanceof Blob
                        || args[1] instanceof Clob
                        || (args.length > 2
                                && args[2] instanceof Integer type
                                && (type == Types.BLOB || type == Types.CLOB || type == Types.NCLOB)));
    }
}
