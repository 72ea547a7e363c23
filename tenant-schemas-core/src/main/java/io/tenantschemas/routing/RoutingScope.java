package io.tenantschemas.routing;

/** For how long a connection of the data source is the same session of the server. */
public enum RoutingScope {

    /** From checkout to return: the search path is set for the session. */
    SESSION,

    /**
     * For a transaction: a pooler such as PgBouncer in transaction mode stands between, and gives the session to somebody
     * else afterwards. The search path is set in each transaction, for the transaction; a statement outside of one gets one of
     * its own; what would be left in the session is refused.
     */
    TRANSACTION
}
