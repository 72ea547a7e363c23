package io.tenantschemas.provision;

import java.util.ArrayList;
import java.util.List;

import org.springframework.transaction.event.TransactionalApplicationListener;
import org.springframework.transaction.support.ResourceHolderSynchronization;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.Tenant;

/**
 * The commit of the transaction that saves a tenant, which is the one that transactional event listeners and after-commit
 * callbacks of initializers mean: the end of an initializer's own transaction commits nothing, and what was announced after
 * it might never come to be.
 *
 * <p>Where Spring does not know of the saving transaction, because Hibernate alone began it, there is nothing to wait for.
 */
final class OuterCommit {

    private static final String LISTENERS = TransactionalApplicationListener.class.getPackageName();

    private final Tenant tenant;

    private final boolean known;

    private final List<Runnable> afterCommit = new ArrayList<>();

    private final List<TransactionSynchronization> listeners = new ArrayList<>();

    private OuterCommit(Tenant tenant, boolean known) {
        this.tenant = tenant;
        this.known = known;
    }

    /** To be asked for before the initializer's transaction begins. */
    static OuterCommit of(Tenant tenant) {
        return new OuterCommit(tenant, TransactionSynchronizationManager.isSynchronizationActive());
    }

    /** To be called within the initializer's transaction. */
    void holdBack() {
        if (known) {
            TransactionSynchronizationManager.registerSynchronization(new TakeOver());
        }
    }

    /** To be called within the outer transaction again. */
    void waitFor() {
        if (!afterCommit.isEmpty() || !listeners.isEmpty()) {
            TransactionSynchronizationManager.registerSynchronization(new Outer());
        }
    }

    private static boolean isListener(TransactionSynchronization synchronization) {
        // The class is Spring's own affair. Others keep their end: it is where they give back what they hold.
        return synchronization.getClass().getPackageName().equals(LISTENERS);
    }

    /** Comes last before the initializer's transaction ends. */
    private final class TakeOver implements TransactionSynchronization {

        @Override
        public void beforeCompletion() {
            List<TransactionSynchronization> all = TransactionSynchronizationManager.getSynchronizations();
            TransactionSynchronizationManager.clearSynchronization();
            TransactionSynchronizationManager.initSynchronization();
            all.stream().map(this::heldBack).forEach(TransactionSynchronizationManager::registerSynchronization);
        }

        private TransactionSynchronization heldBack(TransactionSynchronization each) {
            // These give back their resource now, and need all of it for that.
            return each instanceof ResourceHolderSynchronization<?, ?> ? each : new HeldBack(each);
        }
    }

    /** What is left of a synchronization of the initializer's transaction once that is about to end. */
    private final class HeldBack implements TransactionSynchronization {

        private final TransactionSynchronization held;

        HeldBack(TransactionSynchronization held) {
            this.held = held;
        }

        @Override
        public int getOrder() {
            return held.getOrder();
        }

        @Override
        public void suspend() {
            held.suspend();
        }

        @Override
        public void resume() {
            held.resume();
        }

        @Override
        public void afterCommit() {
            afterCommit.add(held::afterCommit);
        }

        @Override
        public void afterCompletion(int status) {
            if (status == STATUS_COMMITTED && isListener(held)) {
                listeners.add(held);
            } else {
                held.afterCompletion(status);
            }
        }
    }

    /** Hands on the end of the outer transaction, with the tenant bound as it was for the initializer. */
    private final class Outer implements TransactionSynchronization {

        @Override
        public void afterCommit() {
            try (TenantScope scope = TenantScope.openInsideTransaction(TenantBinding.to(tenant))) {
                afterCommit.forEach(Runnable::run);
            }
        }

        @Override
        public void afterCompletion(int status) {
            try (TenantScope scope = TenantScope.openInsideTransaction(TenantBinding.to(tenant))) {
                listeners.forEach(listener -> listener.afterCompletion(status));
            }
        }
    }
}
