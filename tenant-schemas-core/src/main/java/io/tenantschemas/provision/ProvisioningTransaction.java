package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.routing.ConnectionRetirement;
import io.tenantschemas.routing.DdlDataSource;
import io.tenantschemas.routing.RoutingDataSource;

/**
 * The transaction in which a tenant is changed: the caller's, if Spring has one on the data source that holds the tenants, or
 * else one of its own, with the application's transaction manager if there is one for that data source.
 *
 * <p>What is done in the caller's transaction is undone if it fails, and only that.
 *
 * <p>Where schemas are made and changed on connections of another data source, what does that is a transaction of its own there,
 * with all that it changes in the tenant's row: see {@link #ofSchemas()}.
 */
public final class ProvisioningTransaction {

    private static final Log logger = LogFactory.getLog(ProvisioningTransaction.class);

    private final RoutingDataSource dataSource;

    private final Supplier<@Nullable PlatformTransactionManager> transactionManager;

    private final TenantLifecycle lifecycle;

    /** Where schemas are made and changed; null if that is the data source that holds the tenants. */
    private final @Nullable DataSource ddl;

    /** Whether these are the transactions in which schemas are made and changed, where they are others. */
    private final boolean isApart;

    /**
     * Creates transactions in which schemas may be made and changed.
     *
     * @param dataSource the data source that holds the tenants
     * @param transactionManager returns what the application begins transactions with, or null if there is nothing or it is
     *     not clear what; asked for at each use
     * @param lifecycle what is told of what was committed
     */
    public ProvisioningTransaction(
            RoutingDataSource dataSource,
            Supplier<@Nullable PlatformTransactionManager> transactionManager,
            TenantLifecycle lifecycle) {
        this(dataSource, transactionManager, lifecycle, null, false);
    }

    /**
     * Creates transactions.
     *
     * @param dataSource the data source that holds the tenants
     * @param transactionManager returns what the application begins transactions with, or null if there is nothing or it is
     *     not clear what; asked for at each use
     * @param lifecycle what is told of what was committed
     * @param ddl where schemas are made and changed
     */
    public ProvisioningTransaction(
            RoutingDataSource dataSource,
            Supplier<@Nullable PlatformTransactionManager> transactionManager,
            TenantLifecycle lifecycle,
            DdlDataSource ddl) {
        this(dataSource, transactionManager, lifecycle, ddl.isApart() ? ddl.dataSource() : null, false);
    }

    private ProvisioningTransaction(
            RoutingDataSource dataSource,
            Supplier<@Nullable PlatformTransactionManager> transactionManager,
            TenantLifecycle lifecycle,
            @Nullable DataSource ddl,
            boolean isApart) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(transactionManager, "'transactionManager' must not be null");
        Assert.notNull(lifecycle, "'lifecycle' must not be null");
        this.dataSource = dataSource;
        this.transactionManager = transactionManager;
        this.lifecycle = lifecycle;
        this.ddl = ddl;
        this.isApart = isApart;
    }

    /**
     * Returns the transactions in which schemas are made and changed: these, or where that is done on connections of another data
     * source, transactions there, which are never part of the caller's.
     */
    ProvisioningTransaction ofSchemas() {
        return ddl == null ? this : new ProvisioningTransaction(dataSource, transactionManager, lifecycle, ddl, true);
    }

    /** Returns whether these are transactions on another data source than that which holds the tenants. */
    boolean isApart() {
        return isApart;
    }

    /** Returns whether there is a transaction of the caller's, which works would be part of. */
    boolean isUnderWay() {
        return underWay().isPresent();
    }

    /** Works on a connection that sees the shared tables, and sees to it that everybody is told after the commit. */
    TenantOccurrence execute(Work work) throws SQLException {
        return executeAll(connection -> List.of(work.on(connection))).get(0);
    }

    /** Does the same with work that may do several things, or nothing of which anybody is to be told. */
    List<TenantOccurrence> executeAll(AllWork work) throws SQLException {
        if (isApart && ddl != null) {
            return beginApart(ddl, work);
        }
        // Within a transaction on something else, a second one of Spring's would be told of when that ends.
        PlatformTransactionManager manager =
                TransactionSynchronizationManager.isActualTransactionActive() ? null : transactionManager.get();
        return manager == null ? joinOrBegin(work) : executeWith(manager, work);
    }

    /** Reads from a connection that sees the shared tables, without a transaction that others know of. */
    <T> T read(Reading<T> reading) throws SQLException {
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared());
                Connection connection = dataSource.getConnection()) {
            return reading.from(connection);
        }
    }

    private List<TenantOccurrence> executeWith(PlatformTransactionManager manager, AllWork work) throws SQLException {
        // The transaction's connection is one for the shared tables, also where nothing is bound and that is refused.
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
            return new TransactionTemplate(manager).execute(status -> {
                try {
                    return joinOrBegin(work);
                } catch (SQLException refused) {
                    throw new Refused(refused);
                }
            });
        } catch (Refused refused) {
            throw refused.cause();
        }
    }

    private List<TenantOccurrence> joinOrBegin(AllWork work) throws SQLException {
        Optional<DataSource> under = underWay();
        return under.isPresent() ? join(under.get(), work) : begin(work);
    }

    /** Returns the data source under which Spring keeps the connection of a transaction on ours: ours may be within it. */
    private Optional<DataSource> underWay() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return Optional.empty();
        }
        return TransactionSynchronizationManager.getResourceMap().entrySet().stream()
                .filter(this::isConnectionOfOurs)
                .map(Map.Entry::getKey)
                .map(DataSource.class::cast)
                .findFirst();
    }

    private boolean isConnectionOfOurs(Map.Entry<Object, Object> resource) {
        try {
            return resource.getKey() instanceof DataSource key
                    && resource.getValue() instanceof ConnectionHolder holder
                    && holder.getConnectionHandle() != null
                    && key.isWrapperFor(RoutingDataSource.class)
                    && key.unwrap(RoutingDataSource.class) == dataSource
                    // Otherwise it is only kept for a transaction on something else.
                    && !holder.getConnection().getAutoCommit();
        } catch (SQLException unknown) {
            return false;
        }
    }

    private List<TenantOccurrence> join(DataSource under, AllWork work) throws SQLException {
        Connection connection = DataSourceUtils.getConnection(under);
        try {
            Savepoint savepoint = connection.setSavepoint();
            List<TenantOccurrence> done = undoneOnFailure(savepoint, connection, work);
            connection.releaseSavepoint(savepoint);
            TransactionSynchronizationManager.registerSynchronization(new Told(under, done));
            return done;
        } finally {
            DataSourceUtils.releaseConnection(connection, under);
        }
    }

    private static List<TenantOccurrence> undoneOnFailure(Savepoint savepoint, Connection connection, AllWork work)
            throws SQLException {
        try {
            return work.on(connection);
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(() -> connection.rollback(savepoint), failure);
            throw failure;
        }
    }

    private List<TenantOccurrence> begin(AllWork work) throws SQLException {
        List<TenantOccurrence> done;
        // On connections for the shared tables: triggers of the application may run here and look for their tables.
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared());
                Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                done = committed(work, connection);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
        lifecycle.afterCommit(done);
        return done;
    }

    private List<TenantOccurrence> beginApart(DataSource pool, AllWork work) throws SQLException {
        List<TenantOccurrence> done;
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
            Connection connection = pool.getConnection();
            try {
                connection.setAutoCommit(false);
                done = committed(
                        own -> {
                            pointAtShared(own);
                            return work.on(own);
                        },
                        connection);
            } finally {
                retire(connection, pool);
            }
        }
        lifecycle.afterCommit(done);
        return done;
    }

    /** Nobody else points these connections, and the same triggers may run here. */
    private void pointAtShared(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, true)")) {
            statement.setString(
                    1,
                    dataSource
                            .router()
                            .paths()
                            .pathFor(TenantBinding.toShared())
                            .value());
            statement.execute();
        }
    }

    /**
     * Nobody resets these connections, and code of a tenant's may have run: what it left in the session would be met by the next
     * migration of another one.
     */
    private void retire(Connection connection, DataSource pool) {
        try {
            dataSource
                    .rules()
                    .retirement()
                    .orElse(ConnectionRetirement.closing())
                    .retire(pool, connection);
        } catch (SQLException | RuntimeException failure) {
            // It is committed or rolled back by now, which is all that the caller wants to know.
            logger.warn("A connection on which schemas are changed could not be taken out of service", failure);
        }
    }

    private List<TenantOccurrence> committed(AllWork work, Connection connection) throws SQLException {
        try {
            List<TenantOccurrence> done = work.on(connection);
            commit(connection, done);
            return done;
        } catch (SQLException | RuntimeException | Error failure) {
            rollBack(connection::rollback, failure);
            throw failure;
        }
    }

    private void commit(Connection connection, List<TenantOccurrence> done) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException | RuntimeException | Error failure) {
            lifecycle.afterFailure(done);
            throw failure;
        }
    }

    private static void rollBack(Rollback rollback, Throwable failure) {
        try {
            rollback.run();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** Changes a tenant within a transaction. */
    @FunctionalInterface
    interface Work {

        TenantOccurrence on(Connection connection) throws SQLException;
    }

    /** Does several things to tenants within a transaction, or nothing. */
    @FunctionalInterface
    interface AllWork {

        List<TenantOccurrence> on(Connection connection) throws SQLException;
    }

    /** Reads what is committed. */
    @FunctionalInterface
    interface Reading<T> {

        T from(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Rollback {

        void run() throws SQLException;
    }

    /** Carries what the database refused through a template. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final SQLException refused;

        Refused(SQLException refused) {
            super(refused);
            this.refused = refused;
        }

        SQLException cause() {
            return refused;
        }
    }

    /** Tells of what is so when the caller's transaction commits. */
    private final class Told implements TransactionSynchronization {

        private final DataSource under;

        private List<TenantOccurrence> done;

        Told(DataSource under, List<TenantOccurrence> done) {
            this.under = under;
            this.done = done;
        }

        @Override
        public int getOrder() {
            // Before others ask for what they would find remembered.
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            // The caller may have rolled back to a savepoint since.
            Connection connection = DataSourceUtils.getConnection(under);
            try {
                done = lifecycle.stillSo(done, connection);
            } catch (SQLException failure) {
                throw new ProvisioningFailedException(failure);
            } finally {
                DataSourceUtils.releaseConnection(connection, under);
            }
        }

        @Override
        public void afterCommit() {
            lifecycle.afterCommit(done);
        }

        @Override
        public void afterCompletion(int status) {
            // Also if it was rolled back, as Spring says of a commit that failed.
            if (status != STATUS_COMMITTED) {
                lifecycle.afterFailure(done);
            }
        }
    }
}
