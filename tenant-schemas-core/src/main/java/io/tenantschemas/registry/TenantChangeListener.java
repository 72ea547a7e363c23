package io.tenantschemas.registry;

/**
 * Hears of changes of tenants, those of this node and those of others, for example in order to clear a cache. Beans of this
 * type are told in their order, after the library's own.
 *
 * <p>Told after the commit and soon after it. By which thread is left open, also whether a transaction is about to end in it
 * that still has its connection, so there is no way to the database from here. One change may be told more than once; a
 * change of another node is told only while this one listens to the database, and so is a {@linkplain TenantChange.Migrated
 * migrated} schema, whoever migrated it.
 */
@FunctionalInterface
public interface TenantChangeListener {

    /** Takes note of a change. What is thrown is logged. */
    void onTenantChange(TenantChange change);
}
