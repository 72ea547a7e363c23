package io.tenantschemas.isolationcheck.leak;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.routing.RoutedConnection;

/**
 * A mistake around a checkout. What the library did is undone behind its back, on the connection of the pool, so that this is
 * the same whatever the library does.
 */
abstract class ConnectionLeak implements Leak {

    /** What {@link #before} saw on the way to the checkout that is under way in the thread. */
    static final ThreadLocal<String> SEEN = new ThreadLocal<>();

    @Override
    public final void addTo(GenericApplicationContext application) {
        application.registerBean(BehindRouting.class, () -> new BehindRouting(this));
        application.registerBean(BeforeRouting.class, () -> new BeforeRouting(this));
    }

    /** Looks at a connection as the pool hands it out, before the library points it, and returns what it saw. */
    abstract String before(Connection pooled) throws SQLException;

    /**
     * Returns what the application gets in place of {@code routed}.
     *
     * @param before what was seen before
     */
    abstract Connection after(RoutedConnection routed, String before) throws SQLException;

    /** Executes something that no rollback undoes. */
    static void execute(Connection pooled, String sql) throws SQLException {
        boolean autoCommit = pooled.getAutoCommit();
        pooled.setAutoCommit(true);
        try (Statement statement = pooled.createStatement()) {
            statement.execute(sql);
        } finally {
            pooled.setAutoCommit(autoCommit);
        }
    }

    static String path(Connection pooled) throws SQLException {
        boolean autoCommit = pooled.getAutoCommit();
        pooled.setAutoCommit(true);
        try {
            return jdbc(pooled).sql("SHOW search_path").query(String.class).single();
        } finally {
            pooled.setAutoCommit(autoCommit);
        }
    }

    static JdbcClient jdbc(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    static int backend(Connection pooled) throws SQLException {
        return pooled.unwrap(PGConnection.class).getBackendPID();
    }
}
