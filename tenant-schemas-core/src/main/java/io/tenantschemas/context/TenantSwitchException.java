package io.tenantschemas.context;

import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when work for one tenant was attempted in the midst of another's: inside its transaction, or with its persistence
 * context.
 */
public final class TenantSwitchException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient TenantBinding from;

    private final transient TenantBinding to;

    private TenantSwitchException(String message, TenantBinding from, TenantBinding to) {
        super(message);
        this.from = from;
        this.to = to;
    }

    static TenantSwitchException insideTransaction(TenantBinding from, TenantBinding to) {
        return new TenantSwitchException(
                ("Cannot switch from %s to %s inside a transaction, because its connection stays with the former until it"
                                + " ends. Put a TransactionTemplate with propagation NOT_SUPPORTED around the TenantTemplate"
                                + " call, which suspends the transaction, or switch before it begins.")
                        .formatted(from.describe(), to.describe()),
                from,
                to);
    }

    static TenantSwitchException forEachInsideTransaction(TenantBinding from) {
        return new TenantSwitchException(
                ("Cannot go from tenant to tenant inside a transaction (of %s), because its connection stays with that one until"
                                + " it ends. Put a TransactionTemplate with propagation NOT_SUPPORTED around the call, which"
                                + " suspends the transaction, or call it before one begins; each tenant can have a"
                                + " transaction of its own within.")
                        .formatted(from.describe()),
                from,
                new TenantBinding.Unbound());
    }

    /** Returns the refusal to use {@code what}, which was opened for {@code from}, while {@code to} is bound. */
    public static TenantSwitchException held(String what, TenantBinding from, TenantBinding to) {
        return held(what, from.describe(), from, to);
    }

    /**
     * Returns the refusal to use {@code what}, which was opened for a tenant of which only the {@linkplain
     * TenantBinding#identifier identifier} is known, while {@code to} is bound.
     */
    public static TenantSwitchException held(String what, String identifier, TenantBinding to) {
        return held(what, "'" + identifier + "'", new TenantBinding.Unbound(), to);
    }

    private static TenantSwitchException held(String what, String opened, TenantBinding from, TenantBinding to) {
        String now = to.isBound()
                ? "cannot be used for %s, which is bound now".formatted(to.describe())
                : "cannot be used on thread '%s', which is bound to nothing (any more)"
                        .formatted(Thread.currentThread().getName());
        return new TenantSwitchException(
                ("%s was opened for %s and %s. Use it within the scope in which it was opened, and read all that is needed of"
                                + " streams and lazy associations before that ends; wrap work for another tenant, its"
                                + " transaction included, in TenantTemplate.execute(...).")
                        .formatted(what, opened, now),
                from,
                to);
    }

    /** Returns what was bound before, or {@link TenantBinding.Unbound} where only its identifier is known. */
    public TenantBinding from() {
        return from;
    }

    /** Returns what was to be bound, or {@link TenantBinding.Unbound} where that was each tenant in turn. */
    public TenantBinding to() {
        return to;
    }
}
