package io.tenantschemas.isolationcheck.leak;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.routing.RoutedConnection;

/** The path is set when a connection is used for the first time, and not looked at any more. */
final class NoAssertion extends ConnectionLeak {

    private static final String UNUSED = "\"$user\", public";

    private final ThreadLocal<String> path = new ThreadLocal<>();

    @Override
    void before(Connection pooled) throws SQLException {
        path.set(path(pooled));
    }

    @Override
    Connection after(RoutedConnection routed) throws SQLException {
        String before = path.get();
        path.remove();
        // There is none if the library lends a connection that somebody has already.
        if (before != null && !before.equals(UNUSED)) {
            execute(routed.target(), "SET search_path = " + before);
        }
        return routed;
    }
}
