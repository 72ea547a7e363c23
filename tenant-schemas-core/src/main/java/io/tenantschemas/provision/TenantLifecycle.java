package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.tenantschemas.tenant.Tenant;

/** What happens around the rows of tenants, whoever writes them: within the writing transaction and after it. */
public interface TenantLifecycle {

    /**
     * Makes the schemas of tenants and fills them, before the transaction that wrote their rows commits. Tenants whose rows
     * are not there any more, because a savepoint was rolled back, are passed over.
     *
     * @return the tenants that are there
     * @throws SQLException if the database refused something
     */
    List<Tenant> beforeCommitOfCreated(List<Tenant> tenants, Connection connection) throws SQLException;

    /**
     * Drops the schemas of tenants, if that is wanted, before the transaction that deleted their rows commits. Tenants whose
     * rows are there again are passed over.
     *
     * @return the tenants that are gone
     * @throws SQLException if the database refused something
     */
    List<Tenant> beforeCommitOfDeleted(List<Tenant> tenants, Connection connection) throws SQLException;

    /**
     * Returns those of the tenants whose rows are there, to be asked last before the commit: PostgreSQL ends a transaction in
     * which a statement was refused with a rollback, whoever overlooked that, and the driver calls it a commit.
     *
     * @throws SQLException also if a statement was refused before
     */
    List<Tenant> stillThere(List<Tenant> tenants, Connection connection) throws SQLException;

    /** Tells everybody of what was committed. */
    void afterCommit(List<Tenant> created, List<Tenant> changed, List<Tenant> deleted);
}
