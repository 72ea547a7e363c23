package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.tenantschemas.tenant.Tenant;

/** What happens around the rows of tenants, whoever writes them: within the writing transaction and after it. */
public interface TenantLifecycle {

    /**
     * Returns when the schemas of new tenants are made. Unless that is {@linkplain ProvisioningMode#SYNC at once}, whoever writes
     * the row of a new tenant writes {@link io.tenantschemas.tenant.TenantStatus#PROVISIONING} as its status.
     */
    default ProvisioningMode mode() {
        return ProvisioningMode.SYNC;
    }

    /**
     * Makes the schemas of tenants and fills them, before the transaction that wrote their rows commits, or takes note that this
     * is to be done later. Tenants whose rows are not there any more, because a savepoint was rolled back, are passed over.
     *
     * @param tenants the tenants, in the status that each is to have once its schema is there
     * @return what was done
     * @throws io.tenantschemas.tenant.UnknownTypeException if a tenant is of a type that the application does not have
     * @throws SQLException if the database refused something
     */
    List<TenantOccurrence> beforeCommitOfCreated(List<Tenant> tenants, Connection connection) throws SQLException;

    /**
     * Finds out what became of tenants, before the transaction that wrote their rows or domains commits: what counts is what
     * the rows say.
     *
     * @param tenants the tenants as whoever wrote them takes them to be now
     * @return what was done
     * @throws io.tenantschemas.tenant.UnknownTypeException if a tenant is of a type that the application does not have
     * @throws SQLException if the database refused something
     */
    List<TenantOccurrence> beforeCommitOfChanged(List<Tenant> tenants, Connection connection) throws SQLException;

    /**
     * Reads a tenant that is about to be deleted from its row, which nobody else can change from then on: it may have another
     * name than the one that somebody remembers, and that name may be somebody else's.
     *
     * @return the tenant as it is, or {@code tenant} if there is no row
     * @throws TenantRefusedException if its schema is everybody's
     * @throws SQLException if the database refused something
     */
    Tenant beforeDelete(Tenant tenant, Connection connection) throws SQLException;

    /**
     * Drops the schemas of tenants, if that is wanted, before the transaction that deleted their rows commits. Tenants whose
     * rows are there again are passed over.
     *
     * @param tenants the tenants as {@link #beforeDelete} returned them
     * @return what was done
     * @throws SQLException if the database refused something
     */
    List<TenantOccurrence> beforeCommitOfDeleted(List<Tenant> tenants, Connection connection) throws SQLException;

    /**
     * Returns those of the tenants whose rows are there.
     *
     * @throws SQLException if the database refused something
     */
    List<Tenant> stillThere(List<Tenant> tenants, Connection connection) throws SQLException;

    /**
     * Returns what is still so, to be asked last before the commit. A savepoint may have been rolled back; and PostgreSQL
     * ends a transaction in which a statement was refused with a rollback, whoever overlooked that, and the driver calls it
     * a commit.
     *
     * @throws SQLException also if a statement was refused before
     */
    List<TenantOccurrence> stillSo(List<TenantOccurrence> occurrences, Connection connection) throws SQLException;

    /**
     * Has all nodes told of what was done by other ways than these, if and when the transaction commits.
     *
     * @return what was done
     * @throws SQLException if the database refused something
     */
    List<TenantOccurrence> announce(List<TenantOccurrence> occurrences, Connection connection) throws SQLException;

    /** Tells everybody of what was committed. */
    void afterCommit(List<TenantOccurrence> occurrences);

    /**
     * Has this node forget what it remembers of tenants whose transaction did not end as it should: when the connection
     * breaks, nobody is told whether that was a commit. Other nodes are told by the database if it was.
     */
    void afterFailure(List<TenantOccurrence> occurrences);
}
