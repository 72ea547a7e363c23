package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.routing.KnownTenant.Expressions;
import io.tenantschemas.tenant.Tenant;

/**
 * Hands out connections whose path is neutral, for statements that name the tenant's schema themselves, as long as the server
 * confirms that nothing else in the schema has to be found by the path.
 */
final class NeutralRouting {

    private final ConnectionRouter router;

    private final SearchPaths paths;

    private final Whereabouts whereabouts;

    private final boolean isCautious;

    // What stands behind may choose among several, whose schemas need not be alike.
    private final Map<String, KnownDatabase> databases = new ConcurrentHashMap<>();

    private NeutralRouting(ConnectionRouter router, boolean isCautious) {
        this.router = router;
        this.paths = router.paths();
        this.whereabouts = router.whereabouts();
        this.isCautious = isCautious;
    }

    /** Returns what that strategy needs, or null if connections are always pointed. */
    static @Nullable NeutralRouting of(ConnectionRouter router, RoutingStrategy strategy) {
        return switch (strategy) {
            case SEARCH_PATH, ROLE -> null;
            case QUALIFIED -> new NeutralRouting(router, false);
            case AUTO -> new NeutralRouting(router, true);
        };
    }

    /**
     * Makes a connection fit for {@code binding}, on the neutral path if nobody needs another. The server is asked within each
     * second, for all tenants in use at once and whatever the connection, and whenever the path is not known to be neutral or
     * somebody else may have left something.
     *
     * @return what sees to the path from here on, or null if the connection has to be taken out of service
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's any more
     * @throws SQLException if the database could not be asked
     */
    @Nullable
    Pointing point(Connection connection, Session session, TenantBinding binding) throws SQLException {
        if (session.isSpoiltFor(binding, paths)) {
            return null;
        }
        OutsideTransactions.abandon(connection, session);
        KnownDatabase database = database(connection, session);
        SharedRoutines.Answer shared = database.shared(connection);
        boolean byPath = isCautious && shared.findNames();
        if (isCautious) {
            database.tell(byPath ? RoutingStrategy.SEARCH_PATH : RoutingStrategy.QUALIFIED);
        }
        if (byPath) {
            return pointed(connection, session, binding);
        }
        Tenant tenant = paths.tenantOf(binding);
        if (tenant != null) {
            KnownTenant known = known(database.tenants(), connection, session, binding, tenant);
            if (known == null) {
                return null;
            }
            if (known.pathCounts()) {
                return pointed(connection, session, binding);
            }
        } else if (!toNeutralPath(connection, session, binding)) {
            return null;
        }
        session.receive(binding);
        return new NeutralPointing(connection, router, binding, session, shared.areBehindTables(), false);
    }

    /** Returns what sees to the path on a connection that is lent with its transaction. */
    Pointing lent(Connection connection, Session session, TenantBinding binding) throws SQLException {
        boolean routines = database(connection, session).mayHaveRoutines();
        return new NeutralPointing(connection, router, binding, session, routines, true);
    }

    /** Returns the strategy that is in force, and why. */
    RoutingChoice choice() {
        if (!isCautious) {
            long byPath = databases.values().stream()
                    .mapToLong(database -> database.tenants().byPath())
                    .sum();
            return new RoutingChoice(RoutingStrategy.QUALIFIED, RoutingChoice.AS_CONFIGURED, byPath);
        }
        return databases.values().stream()
                .map(KnownDatabase::choice)
                .reduce(RoutingChoice::and)
                .orElseGet(() -> new RoutingChoice(null, RoutingChoice.NOT_ASKED, 0));
    }

    private KnownDatabase database(Connection connection, Session session) throws SQLException {
        return databases.computeIfAbsent(session.database(connection), url -> new KnownDatabase(router));
    }

    /**
     * Returns what the server said of the tenant, after the session was brought to the neutral path if the tenant needs no other,
     * or null if it is unfit.
     */
    private @Nullable KnownTenant known(
            KnownTenants tenants, Connection connection, Session session, TenantBinding binding, Tenant tenant)
            throws SQLException {
        // First: what is migrated from here on may not be in what is known by then, nor in the answer.
        long migration = router.migratedSchemas().last();
        KnownTenant last = used(tenants, connection, session, binding, tenant);
        boolean isNeutralEnough = last == null
                || last.pathCounts()
                || !last.isGoodFor(whereabouts.inquiry(binding))
                || toNeutralPath(connection, session, binding);
        if (!isNeutralEnough) {
            return null;
        }
        // Not before: the server may have been asked for something, which takes time, and an answer gets old meanwhile.
        Inquiry now = whereabouts.inquiry(binding);
        if (last != null && last.isGoodFor(now)) {
            return last;
        }
        Expressions expressions = last == null ? null : last.expressions().ifGoodAt(now.at());
        Question question = new Question(router, session, binding, tenant, expressions == null);
        return ask(question, connection)
                ? tenants.remember(answer(question, tenant, now, expressions, migration))
                : null;
    }

    private static KnownTenant answer(
            Question question, Tenant tenant, Inquiry asked, @Nullable Expressions known, long migration) {
        Expressions expressions = known == null ? new Expressions(question.expressionsCount(), asked.at()) : known;
        return KnownTenant.of(tenant, question.namesCount(), asked, expressions, migration);
    }

    /** Returns what the server said of the tenant, after it was asked again if that was some time ago, or null. */
    private @Nullable KnownTenant used(
            KnownTenants tenants, Connection connection, Session session, TenantBinding binding, Tenant tenant)
            throws SQLException {
        KnownTenant last = tenants.get(tenant);
        if (last == null) {
            return null;
        }
        Inquiry now = whereabouts.inquiry(binding);
        last.use(now);
        if (!isNeutral(connection, session, binding) || !tenants.isToBeAskedAhead(last, now)) {
            return last;
        }
        OutsideTransactions.run(connection, () -> tenants.askAhead(last, connection, router.question(), now));
        return tenants.get(tenant);
    }

    private boolean toNeutralPath(Connection connection, Session session, TenantBinding binding) throws SQLException {
        return isNeutral(connection, session, binding)
                || ask(new Question(router, session, binding, null, false), connection);
    }

    private boolean ask(Question question, Connection connection) throws SQLException {
        return OutsideTransactions.run(connection, () -> question.ask(connection, neutralPath()));
    }

    private @Nullable Pointing pointed(Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        if (!router.point(connection, session, binding)) {
            return null;
        }
        // Nobody sees from here on what it does.
        session.touch(binding);
        session.draw(binding);
        return Pointing.DONE;
    }

    private boolean isNeutral(Connection connection, Session session, TenantBinding binding) throws SQLException {
        return session.isNeutralFor(
                binding,
                paths,
                neutralPath(),
                router.path(binding),
                whereabouts.nanoTime(),
                whereabouts.reported(connection));
    }

    private String neutralPath() {
        return router.path(TenantBinding.toShared());
    }
}
