package io.tenantschemas.registry;

/**
 * Says whether this node is told of every change of tenants, whoever made it.
 *
 * <p>Implementations must be safe for use by several threads, and answer without waiting for anything.
 */
@FunctionalInterface
public interface TenantChangeHearing {

    /**
     * Returns a number that stays the same for as long as no change was missed: another one after each interruption, and a
     * negative one while it is not certain that changes are heard.
     */
    long uninterrupted();

    /** Returns the hearing of a node that is told of its own changes only. */
    static TenantChangeHearing none() {
        return () -> -1;
    }
}
