package io.tenantschemas.context.propagation;

import io.micrometer.context.ThreadLocalAccessor;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;

/**
 * Lets Micrometer's snapshots, and Reactor's automatic context propagation, take the binding from thread to thread. Found by
 * {@link java.util.ServiceLoader}.
 *
 * <p>A thread always has a value: being bound to nothing is one, so that a snapshot taken there unbinds the thread that it is
 * restored in. Nothing is refused here, also inside a transaction of another tenant: an exception would leave what other
 * accessors have set already, a security context for one, on the thread. There it is the connection and the session of the
 * transaction that refuse to be used.
 */
public final class TenantBindingAccessor implements ThreadLocalAccessor<TenantBinding> {

    /** The key of the binding in a snapshot or in Reactor's context: {@value}. */
    public static final String KEY = "io.tenantschemas.binding";

    private static final TenantBinding UNBOUND = new TenantBinding.Unbound();

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public TenantBinding getValue() {
        return TenantContext.binding();
    }

    @Override
    public void setValue(TenantBinding value) {
        bind(!value.isBound() && isInsideTransactionOfATenant() ? TenantBinding.toShared() : value.lasting());
    }

    // What is bound to the shared tables meanwhile is refused by the transaction's connection.
    private static boolean isInsideTransactionOfATenant() {
        return TenantContext.current().isPresent() && TransactionSynchronizationManager.isSynchronizationActive();
    }

    @Override
    public void setValue() {
        setValue(UNBOUND);
    }

    @Override
    public void restore(TenantBinding previousValue) {
        bind(previousValue);
    }

    @Override
    public void restore() {
        bind(UNBOUND);
    }

    // The scope is the snapshot's, which restores by itself what was bound before.
    @SuppressWarnings("resource")
    private static void bind(TenantBinding binding) {
        TenantScope.openInsideTransaction(binding);
    }
}
