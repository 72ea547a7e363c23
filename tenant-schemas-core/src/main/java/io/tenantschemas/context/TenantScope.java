package io.tenantschemas.context;

import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * A stretch of work in one thread, from binding a tenant to restoring what was bound before.
 *
 * <p>For infrastructure: filters, listeners, executors. Applications use {@link TenantTemplate}, which also sets an
 * open-in-view session aside. To be opened in a {@code try} with resources, in the thread that closes it:
 *
 * <pre>{@code
 * try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
 *     work();
 * }
 * }</pre>
 */
public final class TenantScope implements AutoCloseable {

    private final TenantBinding previous;

    private TenantScope(TenantBinding previous) {
        this.previous = previous;
    }

    /**
     * Binds the calling thread.
     *
     * @throws TenantSwitchException if a transaction is under way in this thread for another tenant. Its connection points
     *     at that tenant's schema and will until it ends
     */
    public static TenantScope open(TenantBinding binding) {
        Assert.notNull(binding, "'binding' must not be null");
        TenantBinding previous = TenantContext.binding();
        refuseSwitchInTransaction(previous, binding);
        if (TransactionSynchronizationManager.isSynchronizationActive() && isSwitch(previous, binding)) {
            // There is no transaction, but sessions are kept for the scope of the synchronization all the same.
            throw TenantSwitchException.insideTransaction(previous, binding);
        }
        return replacing(previous, binding);
    }

    /**
     * Binds the calling thread without asking what is under way in it. For those who have set aside what was open, who ask no
     * database within, or who leave it to the connection and the session of a transaction to refuse work for others; and for
     * provisioning, which fills a new tenant within the transaction that saved it, on a connection that it points at the new
     * schema itself. Nobody outside this library may call this.
     */
    public static TenantScope openInsideTransaction(TenantBinding binding) {
        Assert.notNull(binding, "'binding' must not be null");
        return replacing(TenantContext.binding(), binding);
    }

    private static TenantScope replacing(TenantBinding previous, TenantBinding binding) {
        TenantContext.replace(isContinued(previous, binding) ? previous : binding);
        return new TenantScope(previous);
    }

    static void refuseSwitchInTransaction(TenantBinding from, TenantBinding to) {
        if (isSwitch(from, to) && TransactionSynchronizationManager.isActualTransactionActive()) {
            throw TenantSwitchException.insideTransaction(from, to);
        }
    }

    static void refuseTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw TenantSwitchException.forEachInsideTransaction(TenantContext.binding());
        }
    }

    static boolean isSwitch(TenantBinding from, TenantBinding to) {
        return !isContinued(from, to)
                && !from.identifier(TenantContext.publicSchema()).equals(to.identifier(TenantContext.publicSchema()));
    }

    /** Who fills a new schema and binds its tenant once more goes on with that: it is the same work. */
    private static boolean isContinued(TenantBinding from, TenantBinding to) {
        return from instanceof TenantBinding.ToTenant filled && filled.continues(to);
    }

    /** Restores what was bound before. */
    @Override
    public void close() {
        TenantContext.replace(previous);
    }
}
