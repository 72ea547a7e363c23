package io.tenantschemas.provision.hibernate;

import java.sql.Connection;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Finds out whether a session takes part in a transaction. */
final class TenantTransaction {

    private TenantTransaction() {}

    /** Returns whether Hibernate began a transaction, or the session works on the connection of Spring's. */
    static boolean isActive(SharedSessionContractImplementor session) {
        return session.isTransactionInProgress() || connectionOfSpring(session) != null;
    }

    /** Returns the connection of Spring's transaction if the session works on it, whoever opened the session. */
    static @Nullable Connection connectionOfSpring(SharedSessionContractImplementor session) {
        LogicalConnectionImplementor logical = session.getJdbcCoordinator().getLogicalConnection();
        // A session without a connection would get another one than Spring's.
        if (!TransactionSynchronizationManager.isSynchronizationActive() || !logical.isPhysicallyConnected()) {
            return null;
        }
        Connection connection = logical.getPhysicalConnection();
        return TransactionSynchronizationManager.getResourceMap().values().stream()
                        .anyMatch(resource -> holds(resource, connection))
                ? connection
                : null;
    }

    private static boolean holds(Object resource, Connection connection) {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && resource instanceof ConnectionHolder holder
                && holder.getConnectionHandle() != null
                && holder.getConnection() == connection;
    }
}
