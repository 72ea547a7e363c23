package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.Tenant;

/**
 * Stands before a data source and sees to it that statements on the connections that it hands out find the tables of what the
 * calling thread is bound to.
 *
 * <p>How they do is for the {@linkplain RoutingStrategy strategy}: the path is the binding's from the checkout on, or is so when
 * something is executed that depends on it. Whatever the connection was used for before, what another tenant left in the session
 * is removed; where that cannot be done, another connection is taken. Nothing is reset when a connection goes back.
 * What was opened for a tenant (connections, statements, results) can be used while that tenant is bound, and tidied up by
 * anybody. What is done with the driver's own objects, which {@code unwrap} gives, nobody sees; the next tenant gets another
 * session.
 *
 * <p>A connection that comes straight from a data source within the target that routes is handed on as it is; one that a pool
 * in between has kept is refused unless it served the same tenant.
 */
public final class RoutingDataSource extends DelegatingDataSource {

    private final ConnectionRouter router;

    private final RoutingRules rules;

    private final Checkout checkout;

    private final DataSource unroutedAsUser;

    // What the thread's checkouts get instead of a connection of their own, while a tenant is being provisioned.
    // Not static: a second data source is another database, or another role, and has no part in the loan.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<LentConnection> lent = new ThreadLocal<>();

    /**
     * Creates a data source that routes.
     *
     * @param target the data source to stand before
     * @param router what points its connections
     * @param rules what its connections are held to
     */
    public RoutingDataSource(DataSource target, ConnectionRouter router, RoutingRules rules) {
        super(target);
        Assert.notNull(router, "'router' must not be null");
        Assert.notNull(rules, "'rules' must not be null");
        Assert.isTrue(
                router.becomesRoles() == (rules.strategy() == RoutingStrategy.ROLE),
                "'router' must become roles where the strategy is ROLE, and only there");
        this.router = router;
        this.rules = rules;
        this.checkout = new Checkout(target, router, rules);
        DataSource unrouted = checkout.unrouted();
        this.unroutedAsUser = router.becomesRoles() ? new UserDataSource(unrouted) : unrouted;
    }

    /**
     * Creates a data source that routes by strict rules.
     *
     * @see RoutingRules#strict(boolean)
     */
    public RoutingDataSource(DataSource target, ConnectionRouter router, boolean requireTenant) {
        this(target, router, RoutingRules.strict(requireTenant));
    }

    /** Returns the data source behind this one, whose connections point at whatever they were used for last. */
    public DataSource unrouted() {
        return obtainTargetDataSource();
    }

    /**
     * Returns the data source behind this one for work of the database user, who may have become a role on its connections.
     *
     * @return what {@link #unrouted()} returns, or one that stands before that: where connections wait for tenants, one that the
     *     pool takes to be in use is handed out if the pool has no other. Always the same, so that a transaction can belong to it
     */
    public DataSource unroutedAsUser() {
        return unroutedAsUser;
    }

    /** Returns what points the connections. */
    public ConnectionRouter router() {
        return router;
    }

    /** Returns what the connections are held to. */
    public RoutingRules rules() {
        return rules;
    }

    /** Returns how statements find the tables of the tenant at present, and why. */
    public RoutingChoice choice() {
        return checkout.choice();
    }

    /** Returns how connections were chosen for tenants, or empty where the pool chooses. */
    public Optional<ConnectionCounts> connectionCounts() {
        return checkout.counts();
    }

    /**
     * Points a connection that this data source handed out at the schema of {@code binding}, from within the transaction that
     * is under way: for provisioning, which moves the path and moves it back. A rollback undoes it.
     *
     * @param connection the connection {@linkplain RoutedConnection#targetForProvisioning() behind} the one that was handed out
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's, as the transaction sees it
     * @throws SQLException if the database could not be asked
     */
    public void pointInTransaction(Connection connection, TenantBinding binding) throws SQLException {
        if (rules.scope() == RoutingScope.TRANSACTION) {
            router.inTransactions().setForRest(connection, binding);
        } else {
            router.inTransactions().setForSession(connection, binding);
        }
    }

    /**
     * Begins work of a tenant's migrations and initializers within the transaction that is under way on {@code connection},
     * which nobody uses after that transaction, unless the work {@linkplain GuestWork#endWithoutTrace() leaves nothing}.
     *
     * @param connection the connection {@linkplain RoutedConnection#targetForProvisioning() behind} the one that was handed out
     * @throws SQLException if the database could not be asked
     */
    public GuestWork beginGuestWork(Connection connection) throws SQLException {
        return GuestWork.begin(connection, rules.scope() == RoutingScope.TRANSACTION);
    }

    /**
     * Returns a connection whose statements find the tables of what the calling thread is bound to.
     *
     * @throws NoTenantBoundException if the thread is bound to nothing and a binding is required
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the tenant was dropped or renamed since it was looked up
     * @throws SQLException if there is no connection to be had
     */
    @Override
    public Connection getConnection() throws SQLException {
        return checkOut(checkout::connection);
    }

    /**
     * Returns a connection of that user whose statements find the tables of what the calling thread is bound to.
     *
     * @see #getConnection()
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return checkOut(binding ->
                checkout.connection(() -> obtainTargetDataSource().getConnection(username, password), binding));
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

    private Connection checkOut(Opening opening) throws SQLException {
        TenantBinding binding = TenantContext.binding();
        LentConnection own = lent.get();
        if (own != null) {
            return checkout.lent(own.checkOut(binding, router.paths()), binding);
        }
        if (rules.requireTenant() && !binding.isBound()) {
            throw new NoTenantBoundException();
        }
        Tenant tenant = router.paths().tenantOf(binding);
        if (tenant != null && rules.retiredTenants().contains(tenant)) {
            throw StaleTenantException.meanwhile(tenant);
        }
        return opening.connection(binding);
    }

    @FunctionalInterface
    private interface Opening {

        Connection connection(TenantBinding binding) throws SQLException;
    }
}
