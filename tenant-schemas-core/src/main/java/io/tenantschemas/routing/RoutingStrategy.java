package io.tenantschemas.routing;

/** How statements find the tables of the tenant. */
public enum RoutingStrategy {

    /** By the search path, which each connection has from its checkout on. */
    SEARCH_PATH,

    /**
     * By their names, before which the tenant's schema is written. The path is neutral, and is set only for statements that name
     * something else than tables and sequences of {@link TenantRelations}, and for tenants whose schema holds what finds names
     * by the path when it runs: routines, triggers, types and the like.
     *
     * <p>A routine outside of the tenants' schemas that names their tables without a schema fails, unless the statement itself
     * calls it or names a shared table.
     */
    QUALIFIED,

    /**
     * By the search path, whose first part is the schema of the role that the connection becomes: that of the tenant, to which
     * its schema belongs. PostgreSQL then refuses other tenants' tables whatever a statement says, unless it becomes another role
     * itself.
     */
    ROLE,

    /**
     * The fastest that is safe: as {@link #QUALIFIED}, but as {@link #SEARCH_PATH} where the scope is
     * {@link RoutingScope#TRANSACTION}, and while there are routines outside of the tenants' schemas that find names by the path
     * when they run, or shared tables whose defaults, constraints, policies, views or rules ask for it.
     */
    AUTO
}
