package io.tenantschemas.isolationcheck.leak;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.tenantschemas.routing.RoutedConnection;

/** Temporary tables stay in the session for whoever comes next. */
final class TemporaryTableLeft extends ConnectionLeak {

    private final ThreadLocal<List<String>> rows = new ThreadLocal<>();

    @Override
    void before(Connection pooled) throws SQLException {
        boolean autoCommit = pooled.getAutoCommit();
        pooled.setAutoCommit(true);
        rows.set(exists(pooled) ? rows(pooled) : List.of());
        pooled.setAutoCommit(autoCommit);
    }

    @Override
    Connection after(RoutedConnection routed) throws SQLException {
        List<String> before = rows.get();
        rows.remove();
        if (before != null && !before.isEmpty()) {
            execute(
                    routed.target(),
                    "DROP TABLE IF EXISTS pg_temp.scratch; CREATE TEMP TABLE scratch AS SELECT '" + before.get(0)
                            + "' AS owner");
        }
        return routed;
    }

    private static boolean exists(Connection pooled) {
        return jdbc(pooled)
                .sql("SELECT to_regclass('pg_temp.scratch') IS NOT NULL")
                .query(Boolean.class)
                .single();
    }

    private static List<String> rows(Connection pooled) {
        return jdbc(pooled)
                .sql("SELECT owner FROM pg_temp.scratch")
                .query(String.class)
                .list();
    }
}
