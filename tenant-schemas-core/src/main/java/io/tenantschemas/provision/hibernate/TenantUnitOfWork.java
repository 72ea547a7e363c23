package io.tenantschemas.provision.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.hibernate.Session;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.provision.ProvisioningConnection;
import io.tenantschemas.provision.ProvisioningFailedException;
import io.tenantschemas.provision.TenantLifecycle;
import io.tenantschemas.provision.TenantOccurrence;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * What one transaction of one session does to tenants.
 *
 * <p>Acted on twice before the commit. First from Spring's synchronization, if there is one, because what is thrown there
 * reaches the caller as it is; a flush goes ahead, so that all rows are written. Then from Hibernate's own callback after
 * the last flush, for what came later and for transactions of which Spring does not know.
 */
final class TenantUnitOfWork implements TransactionObserver {

    private final SharedSessionContractImplementor session;

    // Not asked of the session each time: one that shares its parent's transaction may be closed before that ends.
    private final TransactionCoordinator transaction;

    private final JdbcCoordinator jdbc;

    // Of Spring's transaction, if the session works on that one; it may be closed by then, too.
    private final @Nullable Connection springs;

    private final TenantLifecycle lifecycle;

    private final NotedTenants noted = new NotedTenants();

    private final List<TenantOccurrence> done = new ArrayList<>();

    private List<TenantOccurrence> changed = List.of();

    private boolean over;

    private boolean committed;

    private boolean springCompletes;

    private TenantUnitOfWork(SharedSessionContractImplementor session, TenantLifecycle lifecycle) {
        this.session = session;
        this.transaction = session.getTransactionCoordinator();
        this.jdbc = session.getJdbcCoordinator();
        this.springs = TenantTransaction.connectionOfSpring(session);
        this.lifecycle = lifecycle;
    }

    static TenantUnitOfWork begin(SharedSessionContractImplementor session, TenantLifecycle lifecycle) {
        TenantUnitOfWork unit = new TenantUnitOfWork(session, lifecycle);
        unit.transaction.addObserver(unit);
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(unit.new BeforeSpringCommit());
            TransactionSynchronizationManager.registerSynchronization(unit.new AfterSpringCommit());
        }
        return unit;
    }

    void wants(AbstractTenant tenant, TenantStatus status) {
        noted.wants(tenant, status);
    }

    void created(AbstractTenant tenant) {
        noted.created(tenant);
    }

    void wroteDomains(AbstractTenant tenant) {
        noted.wroteDomains(tenant);
    }

    void changedDomains(AbstractTenant tenant) {
        noted.changed(tenant);
    }

    void changed(AbstractTenant tenant) {
        noted.changed(tenant);
    }

    void deleting(AbstractTenant tenant) {
        attempt(connection -> noted.deleting(lifecycle.beforeDelete(tenant.toTenant(), connection)));
    }

    void deleted(AbstractTenant tenant) {
        noted.deleted(tenant);
    }

    /**
     * Takes tenants from the session whose rows a rollback to a savepoint took away, before a flush writes their domains,
     * which the session still has to do.
     */
    void beforeFlush(Session stateful) {
        List<AbstractTenant> withoutDomains = noted.withoutDomains();
        if (over || withoutDomains.isEmpty()) {
            return;
        }
        attempt(connection -> {
            List<Tenant> there = lifecycle.stillThere(NotedTenants.described(withoutDomains), connection);
            List<AbstractTenant> gone = withoutDomains.stream()
                    .filter(tenant -> !there.contains(tenant.toTenant()))
                    .toList();
            gone.forEach(stateful::detach);
            // Those that are there stay: not every query leads to a flush.
            noted.forgetWithoutDomains(gone);
        });
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void afterBegin() {
        // Only when the end of the transaction before was never told, because the connection broke.
        end();
        fail();
    }

    @Override
    public void beforeCompletion() {
        act();
        if (!done.isEmpty() || !changed.isEmpty()) {
            attempt(this::keepWhatIsSo);
        }
    }

    private void keepWhatIsSo(Connection connection) throws SQLException {
        done.addAll(changed);
        changed = List.of();
        List<TenantOccurrence> so = lifecycle.stillSo(done, connection);
        done.clear();
        done.addAll(so);
    }

    private void act() {
        if (!over) {
            NotedTenants.CreatedAndDeleted now = noted.take();
            List<Tenant> updates = noted.updates();
            if (!now.isEmpty() || !updates.isEmpty()) {
                attempt(connection -> act(now, updates, connection));
            }
        }
    }

    private void act(NotedTenants.CreatedAndDeleted now, List<Tenant> updates, Connection connection)
            throws SQLException {
        // In this order, so that a name can be used again.
        done.addAll(lifecycle.beforeCommitOfDeleted(now.deleted(), connection));
        done.addAll(lifecycle.beforeCommitOfCreated(now.created(), connection));
        changed = lifecycle.beforeCommitOfChanged(updates, connection);
    }

    private void attempt(Work work) {
        try {
            work.on(connection());
        } catch (SQLException failure) {
            markRollbackOnly();
            throw new ProvisioningFailedException(failure);
        } catch (RuntimeException | Error failure) {
            markRollbackOnly();
            throw failure;
        }
    }

    private void markRollbackOnly() {
        // Whoever survives the exception must not commit a row without a schema.
        if (transaction.isTransactionActive()) {
            transaction.getTransactionDriverControl().markRollbackOnly();
        }
    }

    private Connection connection() throws SQLException {
        Connection connection =
                springs != null ? springs : jdbc.getLogicalConnection().getPhysicalConnection();
        return ProvisioningConnection.behind(connection, lifecycle);
    }

    @Override
    public void afterCompletion(boolean successful, boolean delayed) {
        end();
        committed = successful;
        if (!successful) {
            fail();
        } else if (!springCompletes) {
            tell();
        }
    }

    private void end() {
        over = true;
        transaction.removeObserver(this);
    }

    private void tell() {
        if (committed) {
            committed = false;
            lifecycle.afterCommit(takeAll());
        }
    }

    private void fail() {
        lifecycle.afterFailure(takeAll());
    }

    private List<TenantOccurrence> takeAll() {
        List<TenantOccurrence> all = new ArrayList<>(done);
        all.addAll(changed);
        done.clear();
        changed = List.of();
        return all;
    }

    @FunctionalInterface
    private interface Work {

        void on(Connection connection) throws SQLException;
    }

    private final class BeforeSpringCommit implements TransactionSynchronization {

        @Override
        public void beforeCommit(boolean readOnly) {
            // What Hibernate says of a transaction that it did not begin changes when the session is closed.
            if (!over && (springs != null || transaction.isTransactionActive())) {
                flush();
                act();
            }
        }

        @Override
        public void flush() {
            SessionFlush.of(session);
        }

        @Override
        public void beforeCompletion() {
            springCompletes = true;
        }
    }

    /** Waits for Spring, because an initializer's transaction is over only when the one around it is. */
    private final class AfterSpringCommit implements TransactionSynchronization {

        @Override
        public int getOrder() {
            // Before others ask for what they would find remembered.
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void afterCommit() {
            // Hibernate does not tell the end of a transaction that it did not begin.
            committed |= springs != null && !over;
            tell();
        }

        @Override
        public void afterCompletion(int status) {
            // A transaction that Hibernate alone began may end later than the one of Spring's in which it was begun.
            springCompletes = false;
            if (springs != null) {
                end();
            }
            // Nothing is left after a commit. Of one that failed Hibernate may not have been told.
            if (status != STATUS_COMMITTED) {
                fail();
            }
        }
    }
}
