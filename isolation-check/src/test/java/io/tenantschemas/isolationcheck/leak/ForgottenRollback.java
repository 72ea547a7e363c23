package io.tenantschemas.isolationcheck.leak;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tenantschemas.routing.RoutedConnection;

/** The path is set within the caller's transaction and remembered, so that it is believed to be there after a rollback. */
final class ForgottenRollback extends ConnectionLeak {

    private final Map<Integer, String> known = new ConcurrentHashMap<>();

    @Override
    String before(Connection pooled) throws SQLException {
        return path(pooled);
    }

    @Override
    Connection after(RoutedConnection routed, String before) throws SQLException {
        Connection pooled = routed.target();
        String wanted = path(pooled);
        execute(pooled, "SET search_path = " + before);
        return wanted.equals(known.put(backend(pooled), wanted)) ? routed : setInTransaction(routed, wanted);
    }

    /** Returns a connection that sets the path right before its first statement. */
    private static Connection setInTransaction(RoutedConnection routed, String path) {
        AtomicBoolean set = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                RoutedConnection.class.getClassLoader(),
                new Class<?>[] {RoutedConnection.class},
                (proxy, method, args) -> {
                    if (Unguarded.makesStatement(method) && set.compareAndSet(false, true)) {
                        set(routed.target(), path);
                    }
                    return Unguarded.call(routed, method, args);
                });
    }

    private static void set(Connection pooled, String path) throws SQLException {
        try (Statement statement = pooled.createStatement()) {
            statement.execute("SET search_path = " + path);
        }
    }
}
