package io.tenantschemas.routing;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/** What a {@link RoutedConnection} does beyond passing calls on. */
final class RoutedConnectionHandler extends Guarded {

    private static final String WHAT = "A connection";

    private final Connection target;

    private final Guard guard;

    private final Session session;

    private final Release release;

    private RoutedConnectionHandler(Connection target, Guard guard, Release release) {
        super(target);
        this.target = target;
        this.guard = guard;
        this.session = guard.session();
        this.release = release;
    }

    static RoutedConnection wrap(Connection target, Guard guard, Release release) {
        return new RoutedConnectionHandler(target, guard, release).as(RoutedConnection.class);
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "binding" -> guard.binding();
            case "target" -> target();
            case "close" -> close();
            // What is needed to tidy up, wherever the connection was left; and what tells nothing of the tenant.
            case "isClosed",
                    "commit",
                    "rollback",
                    "releaseSavepoint",
                    "abort",
                    "isValid",
                    "getWarnings",
                    "clearWarnings",
                    "getAutoCommit",
                    "setAutoCommit",
                    "isReadOnly",
                    "setReadOnly",
                    "getTransactionIsolation",
                    "setTransactionIsolation",
                    "getHoldability",
                    "setHoldability",
                    "getNetworkTimeout",
                    "setNetworkTimeout",
                    "getCatalog",
                    "getClientInfo",
                    "getTypeMap",
                    "nativeSQL",
                    "beginRequest",
                    "endRequest" -> pass(method, args);
            case "getMetaData" -> metaData((RoutedConnection) proxy, method, args);
            case "createBlob", "createClob", "createNClob" -> largeObject(method, args);
            default -> whileBound((RoutedConnection) proxy, method, args);
        };
    }

    @Override
    String describe() {
        return "Connection for " + guard.binding().describe() + ": " + target;
    }

    private Connection target() {
        session.noteUnseen();
        return target;
    }

    private @Nullable Object close() throws SQLException {
        guard.end();
        release.release(target, session);
        return null;
    }

    private @Nullable Object metaData(RoutedConnection proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        DatabaseMetaData metaData = (DatabaseMetaData) pass(method, args);
        return metaData == null ? null : GuardedMetaData.of(metaData, guard, proxy);
    }

    private @Nullable Object largeObject(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.checkLargeObject("Making a large object");
        return pass(method, args);
    }

    private @Nullable Object whileBound(RoutedConnection proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        guard.check(WHAT);
        switch (method.getName()) {
            case "prepareStatement", "prepareCall" -> noteStatement(args);
            case "setSchema" -> session.notePathMoved();
            case "setClientInfo" -> session.noteApplicationName(target.getClientInfo("ApplicationName"));
            default -> {}
        }
        Object result = pass(method, args);
        return result instanceof Statement statement ? GuardedStatement.of(statement, guard, proxy) : result;
    }

    private void noteStatement(@Nullable Object @Nullable [] args) {
        if (args != null && args[0] instanceof String sql) {
            session.note(sql);
        }
    }

    /** Gives a connection back. */
    @FunctionalInterface
    interface Release {

        /** Gives {@code target} back to where it came from. */
        void release(Connection target, Session session) throws SQLException;
    }
}
