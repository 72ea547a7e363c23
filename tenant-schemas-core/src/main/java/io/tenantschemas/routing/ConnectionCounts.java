package io.tenantschemas.routing;

/**
 * How connections are chosen for tenants, at one moment and since the start.
 *
 * @param kept how many connections wait for a tenant, which the pool counts as in use
 * @param pending how many checkouts wait for a connection, which the pool does not know
 * @param known how many checkouts got a connection that had served their tenant before
 * @param unknown how many got one that had not; those for nobody count for neither
 * @see ConnectionAffinity
 */
public record ConnectionCounts(int kept, int pending, long known, long unknown) {}
