package io.tenantschemas.isolationcheck.leak;

import java.sql.Connection;
import java.sql.SQLException;

import io.tenantschemas.routing.RoutedConnection;

/** The path is set when a connection is used for the first time, and not looked at any more. */
final class NoAssertion extends ConnectionLeak {

    private static final String UNUSED = "\"$user\", public";

    @Override
    String before(Connection pooled) throws SQLException {
        return path(pooled);
    }

    @Override
    Connection after(RoutedConnection routed, String before) throws SQLException {
        if (!before.equals(UNUSED)) {
            execute(routed.target(), "SET search_path = " + before);
        }
        return routed;
    }
}
