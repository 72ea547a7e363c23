package io.tenantschemas.provision;

import io.tenantschemas.tenant.Tenant;

/**
 * Fills a new tenant's schema: a bean of the application that writes seed data.
 *
 * <p>Runs after the tenant's migrations, in the order of the beans, with the new tenant bound, on the connection and in the
 * transaction that saved the tenant, or that makes its schema {@linkplain ProvisioningMode later}; what it throws undoes the tenant, or
 * that attempt to make it. Repositories, {@code JdbcClient} and transactional
 * methods work as usual, but nothing is committed before the tenant itself: a rollback inside, also one that the initializer
 * survives, undoes the tenant, and other threads do not see the tenant yet. What may fail goes behind a
 * savepoint of the connection.
 *
 * <p>Transactional event listeners and after-commit callbacks that it sets off run after the commit that saves the tenant,
 * except those of transactions that it begins itself with {@code REQUIRES_NEW}: these run when that transaction ends, and
 * must not announce anything. All do so where the tenant is saved by a transaction that Spring does not know.
 */
@FunctionalInterface
public interface TenantInitializer {

    /**
     * Fills the schema of {@code tenant}, which is bound.
     *
     * @throws Exception to undo the tenant
     */
    void initialize(Tenant tenant) throws Exception;
}
