package io.tenantschemas.context;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Synchronization without a transaction, as inside {@code NOT_SUPPORTED}, taken away from the thread for a while: the sessions
 * and connections that it keeps for its scope belong to the tenant that is left. Spring's transaction managers do the same
 * when they suspend.
 */
final class SuspendedSynchronization {

    private final Deque<TransactionSynchronization> suspended = new ArrayDeque<>();

    private final @Nullable String name = TransactionSynchronizationManager.getCurrentTransactionName();

    private final boolean readOnly = TransactionSynchronizationManager.isCurrentTransactionReadOnly();

    private final @Nullable Integer isolation = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();

    private SuspendedSynchronization() {}

    /**
     * Suspends what is synchronized in the calling thread.
     *
     * @return an action that resumes it, to be run once, in the same thread
     */
    static Runnable suspend() {
        SuspendedSynchronization synchronization = new SuspendedSynchronization();
        synchronization.suspendAll();
        return synchronization::resume;
    }

    private void suspendAll() {
        try {
            for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
                each.suspend();
                suspended.addLast(each);
            }
        } catch (RuntimeException | Error failure) {
            suspended.forEach(TransactionSynchronization::resume);
            throw failure;
        }
        TransactionSynchronizationManager.clearSynchronization();
        TransactionSynchronizationManager.setCurrentTransactionName(null);
        TransactionSynchronizationManager.setCurrentTransactionReadOnly(false);
        TransactionSynchronizationManager.setCurrentTransactionIsolationLevel(null);
    }

    private void resume() {
        TransactionSynchronizationManager.initSynchronization();
        TransactionSynchronizationManager.setCurrentTransactionName(name);
        TransactionSynchronizationManager.setCurrentTransactionReadOnly(readOnly);
        TransactionSynchronizationManager.setCurrentTransactionIsolationLevel(isolation);
        for (TransactionSynchronization each : suspended) {
            each.resume();
            TransactionSynchronizationManager.registerSynchronization(each);
        }
    }
}
