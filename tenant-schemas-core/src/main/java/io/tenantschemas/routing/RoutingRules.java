package io.tenantschemas.routing;

import org.springframework.util.Assert;

/**
 * What connections are held to.
 *
 * @param requireTenant whether a thread that is bound to nothing is refused a connection; otherwise it sees the shared tables
 * @param largeObjects whether tenants may use large objects, which are not divided among them
 * @param retiredTenants tenants whose connections are of no use any more
 * @param retirement how a connection is taken out of service that must not go to another tenant
 * @param scope for how long a connection is the same session of the server
 * @param maxTenantsPerConnection how many different tenants a connection serves before it is replaced, because the server's
 *     process keeps what it has learnt of each; 0 for any number
 * @param strategy how statements find the tables of the tenant
 * @param relations the names of these tables, before which the schema is written where the strategy wants it
 * @param affinity how connections are chosen for tenants
 */
public record RoutingRules(
        boolean requireTenant,
        boolean largeObjects,
        RetiredTenants retiredTenants,
        ConnectionRetirement retirement,
        RoutingScope scope,
        int maxTenantsPerConnection,
        RoutingStrategy strategy,
        TenantRelations relations,
        ConnectionAffinity affinity) {

    /** Checks that nothing is missing. */
    public RoutingRules {
        Assert.notNull(retiredTenants, "'retiredTenants' must not be null");
        Assert.notNull(retirement, "'retirement' must not be null");
        Assert.notNull(scope, "'scope' must not be null");
        Assert.notNull(strategy, "'strategy' must not be null");
        Assert.notNull(relations, "'relations' must not be null");
        Assert.notNull(affinity, "'affinity' must not be null");
        Assert.isTrue(
                scope == RoutingScope.SESSION || strategy != RoutingStrategy.QUALIFIED,
                "'strategy' must not be QUALIFIED where the scope is TRANSACTION");
        Assert.isTrue(maxTenantsPerConnection >= 0, "'maxTenantsPerConnection' must not be negative");
    }

    /** Creates rules for finding tables by the search path. */
    public RoutingRules(
            boolean requireTenant,
            boolean largeObjects,
            RetiredTenants retiredTenants,
            ConnectionRetirement retirement,
            RoutingScope scope,
            int maxTenantsPerConnection) {
        this(
                requireTenant,
                largeObjects,
                retiredTenants,
                retirement,
                scope,
                maxTenantsPerConnection,
                RoutingStrategy.SEARCH_PATH,
                new TenantRelations(),
                ConnectionAffinity.none());
    }

    /**
     * Returns rules for sessions that refuse large objects, know of no retired tenant and retire connections of any pool,
     * however many tenants they served, by the search path.
     */
    public static RoutingRules strict(boolean requireTenant) {
        return new RoutingRules(
                requireTenant, false, new RetiredTenants(), ConnectionRetirement.closing(), RoutingScope.SESSION, 0);
    }

    /** Returns the same rules for finding tables in that way. */
    public RoutingRules by(RoutingStrategy newStrategy, TenantRelations newRelations) {
        return new RoutingRules(
                requireTenant,
                largeObjects,
                retiredTenants,
                retirement,
                scope,
                maxTenantsPerConnection,
                newStrategy,
                newRelations,
                affinity);
    }

    /** Returns the same rules with connections chosen in that way. */
    public RoutingRules choosing(ConnectionAffinity newAffinity) {
        return new RoutingRules(
                requireTenant,
                largeObjects,
                retiredTenants,
                retirement,
                scope,
                maxTenantsPerConnection,
                strategy,
                relations,
                newAffinity);
    }
}
