package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;

/**
 * Stands before a data source and points each connection that it hands out at what the calling thread is bound to.
 *
 * <p>The path is asserted at every checkout, whatever the connection was used for before. Nothing is reset when a connection
 * goes back. A connection that comes straight from a data source within the target that routes is handed on as it is; one that
 * a pool in between has kept is refused unless it served the same tenant.
 */
public final class RoutingDataSource extends DelegatingDataSource {

    private final ConnectionRouter router;

    private final boolean requireTenant;

    // What the thread's checkouts get instead of a connection of their own, while a tenant is being provisioned.
    // Not static: a second data source is another database, or another role, and has no part in the loan.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<LentConnection> lent = new ThreadLocal<>();

    /**
     * Creates a data source that routes.
     *
     * @param target the data source to stand before
     * @param router what points its connections
     * @param requireTenant whether a thread that is bound to nothing is refused a connection; otherwise it sees the shared
     *     tables
     */
    public RoutingDataSource(DataSource target, ConnectionRouter router, boolean requireTenant) {
        super(target);
        Assert.notNull(router, "'router' must not be null");
        this.router = router;
        this.requireTenant = requireTenant;
    }

    /** Returns the data source behind this one, whose connections point anywhere. */
    public DataSource unrouted() {
        return obtainTargetDataSource();
    }

    /** Returns what points the connections. */
    public ConnectionRouter router() {
        return router;
    }

    /**
     * Returns a connection that points at the schema of what the calling thread is bound to.
     *
     * @throws NoTenantBoundException if the thread is bound to nothing and a binding is required
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws SQLException if there is no connection to be had
     */
    @Override
    public Connection getConnection() throws SQLException {
        return checkOut(() -> obtainTargetDataSource().getConnection());
    }

    /**
     * Returns a connection of that user that points at the schema of what the calling thread is bound to.
     *
     * @see #getConnection()
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return checkOut(() -> obtainTargetDataSource().getConnection(username, password));
    }

    /**
     * Lends {@code connection} to all checkouts of the calling thread until the returned loan is closed. They must be bound
     * as the thread is at that time, and can neither commit nor roll back nor close the connection.
     *
     * @param connection a connection that points at the schema of what the thread is bound to
     */
    public Loan lend(Connection connection) {
        LentConnection before = lent.get();
        LentConnection now = new LentConnection(connection, TenantContext.binding());
        lent.set(now);
        return new Loan(now, () -> giveBack(before));
    }

    private void giveBack(@Nullable LentConnection before) {
        if (before == null) {
            lent.remove();
        } else {
            lent.set(before);
        }
    }

    private Connection checkOut(Source source) throws SQLException {
        TenantBinding binding = TenantContext.binding();
        LentConnection own = lent.get();
        if (own != null) {
            return RoutedConnectionHandler.wrap(own.checkOut(binding, router.paths()), binding, router.paths());
        }
        if (requireTenant && !binding.isBound()) {
            throw new NoTenantBoundException();
        }
        return pointed(source.get(), binding);
    }

    private Connection pointed(Connection connection, TenantBinding binding) throws SQLException {
        try {
            if (connection instanceof RoutedConnection) {
                return connection;
            }
            refuseKeptForOthers(connection, binding);
            router.point(connection, binding);
            return RoutedConnectionHandler.wrap(connection, binding, router.paths());
        } catch (SQLException | RuntimeException | Error failure) {
            // Nobody else has this connection; without this the pool would lose it.
            closeAfter(failure, connection);
            throw failure;
        }
    }

    /** Refuses a connection that a pool between two routing data sources kept since it served somebody else. */
    private void refuseKeptForOthers(Connection connection, TenantBinding binding) throws SQLException {
        if (connection.isWrapperFor(RoutedConnection.class)) {
            TenantBinding kept = connection.unwrap(RoutedConnection.class).binding();
            if (!router.paths().areSame(kept, binding)) {
                throw TenantSwitchException.held(
                        "A connection that a pool kept of a routed data source", kept, binding);
            }
        }
    }

    private static void closeAfter(Throwable failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @FunctionalInterface
    private interface Source {

        Connection get() throws SQLException;
    }
}
