package io.tenantschemas.provision.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.provision.ProvisioningFailedException;
import io.tenantschemas.provision.TenantLifecycle;
import io.tenantschemas.routing.RoutedConnection;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * What one transaction of one session does to tenants.
 *
 * <p>Acted on twice before the commit. First from Spring's synchronization, if there is one, because what is thrown there
 * reaches the caller as it is; a flush goes ahead, so that all rows are written. Then from Hibernate's own callback after
 * the last flush, for what came later and for transactions of which Spring does not know.
 */
final class TenantUnitOfWork implements TransactionObserver {

    private static final Log logger = LogFactory.getLog(TenantUnitOfWork.class);

    private final SharedSessionContractImplementor session;

    // Not asked of the session each time: one that shares its parent's transaction may be closed before that ends.
    private final TransactionCoordinator transaction;

    private final JdbcCoordinator jdbc;

    // Of Spring's transaction, if the session works on that one; it may be closed by then, too.
    private final @Nullable Connection springs;

    private final TenantLifecycle lifecycle;

    // Lists searched by identity: an application's equals(...) may well take two tenants for one.
    private final List<AbstractTenant> toCreate = new ArrayList<>();

    private final List<AbstractTenant> withoutDomains = new ArrayList<>();

    private final List<AbstractTenant> toRefresh = new ArrayList<>();

    private final List<Tenant> toDelete = new ArrayList<>();

    private final List<Tenant> created = new ArrayList<>();

    private final List<Tenant> refreshed = new ArrayList<>();

    private final List<Tenant> deleted = new ArrayList<>();

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

    void created(AbstractTenant tenant) {
        toCreate.add(tenant);
        withoutDomains.add(tenant);
    }

    void wroteDomains(AbstractTenant tenant) {
        withoutDomains.removeIf(each -> each == tenant);
        changed(tenant);
    }

    void changed(AbstractTenant tenant) {
        if (toRefresh.stream().noneMatch(each -> each == tenant)) {
            toRefresh.add(tenant);
        }
    }

    void deleted(AbstractTenant tenant) {
        // Described now: after the flush the entity is of no use any more.
        toDelete.add(tenant.toTenant());
    }

    /**
     * Takes tenants from the session whose rows a rollback to a savepoint took away, before a flush writes their domains,
     * which the session still has to do.
     */
    void beforeFlush(Session stateful) {
        if (over || withoutDomains.isEmpty()) {
            return;
        }
        attempt(connection -> {
            List<Tenant> there = lifecycle.stillThere(described(withoutDomains), connection);
            List<AbstractTenant> gone = withoutDomains.stream()
                    .filter(tenant -> !there.contains(tenant.toTenant()))
                    .toList();
            gone.forEach(stateful::detach);
            // Those that are there stay: not every query leads to a flush.
            withoutDomains.removeIf(tenant -> gone.stream().anyMatch(each -> each == tenant));
        });
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void afterBegin() {
        // Only when the end of the transaction before was never told, because the connection broke.
        end();
    }

    @Override
    public void beforeCompletion() {
        act();
        if (!created.isEmpty() || !deleted.isEmpty()) {
            attempt(connection -> created.retainAll(lifecycle.stillThere(created, connection)));
        }
    }

    private void act() {
        refresh();
        if (!over && !(toCreate.isEmpty() && toDelete.isEmpty())) {
            attempt(this::createAndDelete);
        }
    }

    private void refresh() {
        refreshed.clear();
        for (AbstractTenant tenant : toRefresh) {
            try {
                refreshed.add(tenant.toTenant());
            } catch (TenantSchemasException malformed) {
                // A row that others wrote; the registry leaves it out, so there is nothing to forget.
                logger.debug("Passing over a tenant that cannot be one", malformed);
            }
        }
    }

    private void createAndDelete(Connection connection) throws SQLException {
        List<Tenant> toBeCreated = described(toCreate);
        Set<Long> newIds = toBeCreated.stream().map(Tenant::id).collect(Collectors.toSet());
        // A tenant that was saved just before has no schema yet: one of its name would be somebody else's.
        List<Tenant> toBeDeleted = toDelete.stream()
                .filter(tenant -> !newIds.contains(tenant.id()))
                .toList();
        toCreate.clear();
        toDelete.clear();
        // In this order, so that a name can be used again.
        deleted.addAll(lifecycle.beforeCommitOfDeleted(toBeDeleted, connection));
        created.addAll(lifecycle.beforeCommitOfCreated(toBeCreated, connection));
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
        // Behind the routed one: what is done here moves the path on purpose, and moves it back.
        return connection.isWrapperFor(RoutedConnection.class)
                ? connection.unwrap(RoutedConnection.class).target()
                : connection;
    }

    private static List<Tenant> described(List<AbstractTenant> tenants) {
        return tenants.stream().map(AbstractTenant::toTenant).toList();
    }

    @Override
    public void afterCompletion(boolean successful, boolean delayed) {
        end();
        committed = successful;
        if (!springCompletes) {
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
            lifecycle.afterCommit(created, refreshed, deleted);
        }
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
            if (session instanceof Session stateful
                    && stateful.isOpen()
                    && stateful.getHibernateFlushMode() != FlushMode.MANUAL) {
                try {
                    stateful.flush();
                } catch (RuntimeException failure) {
                    throw translated(failure);
                }
            }
        }

        /** Returns what the caller would have got from the flush at commit. */
        private static RuntimeException translated(RuntimeException failure) {
            DataAccessException translated = new HibernateJpaDialect().translateExceptionIfPossible(failure);
            return translated == null ? failure : translated;
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
        }
    }
}
