package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.Tenant;

/** Takes connections from a pool and makes them fit for whoever gets them, or takes another. */
final class Checkout {

    private final DataSource pool;

    private final ConnectionRouter router;

    private final RoutingRules rules;

    private final @Nullable NeutralRouting neutral;

    private final @Nullable WarmConnections warm;

    Checkout(DataSource pool, ConnectionRouter router, RoutingRules rules) {
        this.pool = pool;
        this.router = router;
        this.rules = rules;
        this.neutral = rules.scope() == RoutingScope.SESSION ? NeutralRouting.of(router, rules.strategy()) : null;
        this.warm = rules.scope() == RoutingScope.SESSION
                ? rules.affinity().of(pool, rules.maxTenantsPerConnection()).orElse(null)
                : null;
    }

    /** Returns a connection of the pool, of those that have served its tenant if possible. */
    Connection connection(TenantBinding binding) throws SQLException {
        return connection(() -> taken(binding), binding);
    }

    private Connection taken(TenantBinding binding) throws SQLException {
        return warm == null ? pool.getConnection() : warm.take(tenantId(binding), pool::getConnection);
    }

    private @Nullable Long tenantId(TenantBinding binding) {
        Tenant tenant = router.paths().tenantOf(binding);
        return tenant == null ? null : tenant.id();
    }

    Connection connection(Source source, TenantBinding binding) throws SQLException {
        while (true) {
            Connection connection = source.get();
            try {
                if (connection instanceof RoutedConnection) {
                    return connection;
                }
                refuseKeptForOthers(connection, binding);
                Session session = used(connection, binding);
                if (rules.scope() == RoutingScope.TRANSACTION) {
                    return routed(
                            connection,
                            session,
                            binding,
                            new TransactionPointing(connection, router.inTransactions(), binding));
                }
                Pointing pointing = pointingOrNone(connection, session, binding);
                if (pointing != null) {
                    return routed(connection, session, binding, pointing);
                }
                retire(connection, session);
            } catch (SQLException | RuntimeException | Error failure) {
                // Nobody else has this connection; without this the pool would lose it.
                try {
                    unused(connection);
                } finally {
                    closeAfter(failure, connection);
                }
                throw failure;
            }
        }
    }

    private Session used(Connection connection, TenantBinding binding) throws SQLException {
        Session session = Session.of(connection);
        if (warm != null) {
            warm.use(session, tenantId(binding));
        }
        return session;
    }

    private void unused(Connection connection) {
        try {
            if (warm != null) {
                warm.leave(Session.of(connection));
            }
        } catch (SQLException isClosed) {
            // Nobody gets it any more.
        }
    }

    /** Returns null if the connection has to be taken out of service. */
    private @Nullable Pointing pointingOrNone(Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        try {
            return pointing(connection, session, binding);
        } catch (SQLException failure) {
            if (session.isSpoilt()) {
                // It may be for what was left there, such as a role without privileges, and would be so for ever.
                return null;
            }
            throw failure;
        } catch (MissingSchemaException | StaleTenantException | RoleRefusedException failure) {
            // The next connection tells whether that is so for others than whoever this session was made to be.
            if (session.isSpoilt()) {
                return null;
            }
            throw failure;
        }
    }

    private @Nullable Pointing pointing(Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        if (neutral != null) {
            return neutral.point(connection, session, binding);
        }
        return router.point(connection, session, binding) ? Pointing.DONE : null;
    }

    /** Returns the pool for those who ask it for connections as they are. */
    DataSource unrouted() {
        return warm == null ? pool : new UnroutedPool(pool, warm);
    }

    /** Returns the strategy that is in force. */
    RoutingChoice choice() {
        if (neutral != null) {
            return neutral.choice();
        }
        return rules.strategy() == RoutingStrategy.AUTO
                ? new RoutingChoice(
                        RoutingStrategy.SEARCH_PATH, "because connections come through a pooler in transaction mode", 0)
                : new RoutingChoice(rules.strategy(), RoutingChoice.AS_CONFIGURED, 0);
    }

    /** Returns how connections were chosen, or empty where the pool chooses. */
    Optional<ConnectionCounts> counts() {
        return Optional.ofNullable(warm).map(WarmConnections::counts);
    }

    RoutedConnection lent(Connection connection, TenantBinding binding) throws SQLException {
        Session session = Session.of(connection);
        // The transaction is the lender's, who has set the path for all of it, if for nobody else.
        Pointing pointing = neutral == null ? Pointing.DONE : neutral.lent(connection, session, binding);
        return RoutedConnectionHandler.wrap(
                connection, guard(session, binding, pointing, true), (target, its) -> target.close());
    }

    private RoutedConnection routed(Connection connection, Session session, TenantBinding binding, Pointing pointing) {
        return RoutedConnectionHandler.wrap(connection, guard(session, binding, pointing, false), this::release);
    }

    private Guard guard(Session session, TenantBinding binding, Pointing pointing, boolean borrowed) {
        return new Guard(binding, router.paths(), rules, session, pointing, borrowed);
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

    private void release(Connection connection, Session session) throws SQLException {
        if (rules.scope() == RoutingScope.SESSION && !connection.isClosed() && isDone(session)) {
            retire(connection, session);
        } else if (warm == null) {
            connection.close();
        } else {
            warm.giveBack(connection, session);
        }
    }

    /** Returns whether nobody is to get the session any more. */
    private boolean isDone(Session session) {
        if (rules.maxTenantsPerConnection() > 0 && session.servedAtLeast(rules.maxTenantsPerConnection())) {
            // The server's process keeps what it has learnt of each schema, until its connection is closed.
            return true;
        }
        // What will be found when it comes again may wait until then, but for a transaction that nobody ends.
        return session.isSpoilt() && (session.isLost() || !session.isRemembered());
    }

    private void retire(Connection connection, Session session) throws SQLException {
        if (warm != null) {
            warm.forget(session);
        }
        if (session.retire()) {
            throw new SQLException("The pool handed out a connection that had been taken out of service.");
        }
        rules.retirement().orElse(ConnectionRetirement.closing()).retire(pool, connection);
    }

    static void closeAfter(Throwable failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @FunctionalInterface
    interface Source {

        Connection get() throws SQLException;
    }
}
