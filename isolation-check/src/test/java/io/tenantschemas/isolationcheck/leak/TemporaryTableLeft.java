package io.tenantschemas.isolationcheck.leak;

import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.jdbc.BadSqlGrammarException;

import io.tenantschemas.routing.RoutedConnection;

/** Temporary tables stay in the session for whoever comes next. */
final class TemporaryTableLeft extends ConnectionLeak {

    @Override
    String before(Connection pooled) throws SQLException {
        boolean autoCommit = pooled.getAutoCommit();
        pooled.setAutoCommit(true);
        String owner = exists(pooled) ? owner(pooled) : "";
        pooled.setAutoCommit(autoCommit);
        return owner;
    }

    @Override
    Connection after(RoutedConnection routed, String before) throws SQLException {
        if (!before.isEmpty()) {
            execute(
                    routed.target(),
                    "DROP TABLE IF EXISTS pg_temp.scratch; CREATE TEMP TABLE scratch AS SELECT '" + before
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

    private static String owner(Connection pooled) {
        try {
            return jdbc(pooled)
                    .sql("SELECT coalesce(min(owner), '') FROM pg_temp.scratch")
                    .query(String.class)
                    .single();
        } catch (BadSqlGrammarException gone) {
            // It was a role's, which was dropped meanwhile with all that it had.
            return "";
        }
    }
}
