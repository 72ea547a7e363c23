package io.tenantschemas.context;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Runs work for a tenant and afterwards, also after an exception, restores what was bound before.
 *
 * <p>Calls nest. A transaction begun inside works on the tenant's schema; a call inside a transaction of <em>another</em>
 * tenant is refused, because a transaction never changes its schema: a {@code TransactionTemplate} with propagation
 * {@code NOT_SUPPORTED} around the call suspends that transaction. An open-in-view session of the outer tenant, and whatever
 * else is kept for a scope without a transaction, is set aside for the length of the call.
 */
public final class TenantTemplate {

    private final TenantDirectory tenants;

    private final SchemaName publicSchema;

    private final List<HeldResources> heldResources;

    private final SchemaReadiness readiness;

    /**
     * Creates a template that works for tenants whatever their schemas hold.
     *
     * @param tenants where tenants are found
     * @param publicSchema the schema that holds the shared tables
     * @param heldResources what is set aside while another tenant is bound
     */
    public TenantTemplate(
            TenantDirectory tenants, SchemaName publicSchema, List<? extends HeldResources> heldResources) {
        this(tenants, publicSchema, heldResources, SchemaReadiness.notRequired());
    }

    /**
     * Creates a template.
     *
     * @param tenants where tenants are found
     * @param publicSchema the schema that holds the shared tables
     * @param heldResources what is set aside while another tenant is bound
     * @param readiness which tenants {@link #forEachTenant} works for; the other methods do not ask
     */
    public TenantTemplate(
            TenantDirectory tenants,
            SchemaName publicSchema,
            List<? extends HeldResources> heldResources,
            SchemaReadiness readiness) {
        Assert.notNull(tenants, "'tenants' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(readiness, "'readiness' must not be null");
        this.tenants = tenants;
        this.publicSchema = publicSchema;
        this.heldResources = List.copyOf(heldResources);
        this.readiness = readiness;
    }

    /**
     * Runs {@code callback} for the tenant with that schema, also while it is suspended or in maintenance.
     *
     * @return what the callback returned
     * @throws UnknownTenantException if there is no such tenant
     * @throws TenantNotBuiltException if its schema is being made or dropped, or could not be made
     * @throws TenantSwitchException inside a transaction of another tenant
     * @throws E if the callback did
     */
    public <T extends @Nullable Object, E extends Exception> T execute(SchemaName schema, TenantCallback<T, E> callback)
            throws E {
        Assert.notNull(schema, "'schema' must not be null");
        return in(bindingOf(schema), callback);
    }

    /**
     * Runs {@code callback} for the tenant with that schema.
     *
     * @throws io.tenantschemas.tenant.InvalidSchemaNameException if {@code schema} cannot be the name of one
     * @see #execute(SchemaName, TenantCallback)
     */
    public <T extends @Nullable Object, E extends Exception> T execute(String schema, TenantCallback<T, E> callback)
            throws E {
        return execute(SchemaName.of(schema), callback);
    }

    /** Runs {@code callback} for that tenant, which is not looked up, whatever its status. */
    public <T extends @Nullable Object, E extends Exception> T execute(Tenant tenant, TenantCallback<T, E> callback)
            throws E {
        return in(TenantBinding.to(tenant), callback);
    }

    /**
     * Runs {@code action} for the tenant with that schema.
     *
     * @see #execute(SchemaName, TenantCallback)
     */
    public <E extends Exception> void executeWithoutResult(SchemaName schema, TenantAction<E> action) throws E {
        Assert.notNull(schema, "'schema' must not be null");
        in(bindingOf(schema), action);
    }

    /**
     * Runs {@code action} for the tenant with that schema.
     *
     * @see #execute(String, TenantCallback)
     */
    public <E extends Exception> void executeWithoutResult(String schema, TenantAction<E> action) throws E {
        executeWithoutResult(SchemaName.of(schema), action);
    }

    /**
     * Runs {@code callback} with the shared tables in reach and no tenant's.
     *
     * @throws TenantSwitchException inside a transaction of a tenant
     * @throws E if the callback did
     */
    public <T extends @Nullable Object, E extends Exception> T executeShared(TenantCallback<T, E> callback) throws E {
        return in(TenantBinding.toShared(), callback);
    }

    /**
     * Runs {@code action} with the shared tables in reach and no tenant's.
     *
     * @see #executeShared(TenantCallback)
     */
    public <E extends Exception> void executeSharedWithoutResult(TenantAction<E> action) throws E {
        in(TenantBinding.toShared(), action);
    }

    /**
     * Runs {@code action} once for every tenant that is active when its turn comes, one after the other. A failure is kept for the report and does not
     * stop the rest. An interrupt does: the tenant that it met is the last of the report, and the thread stays interrupted.
     *
     * <p>Where schemas have to be current, the work fails for a tenant whose schema is not, with a {@link SchemaNotReadyException},
     * and is not begun: it is to be done all the same, and nobody else would say that it was not.
     *
     * @return how it went
     * @throws TenantSwitchException inside a transaction
     */
    public ForEachTenantReport forEachTenant(TenantAction<? extends Exception> action) {
        Assert.notNull(action, "'action' must not be null");
        // Also in a transaction of the tenant that comes first: it would do its work there before the next is refused.
        TenantScope.refuseTransaction();
        return new ForEachTenantRun(this::stillActive, readiness, tenant -> in(TenantBinding.to(tenant), action))
                .over(this::forEachActive);
    }

    private void forEachActive(Consumer<Tenant> consumer) {
        tenants.forEach(tenant -> {
            if (isWorkedFor(tenant)) {
                consumer.accept(tenant);
            }
        });
    }

    private Optional<Tenant> stillActive(Tenant tenant) {
        return tenants.findAgain(tenant).filter(this::isWorkedFor);
    }

    private boolean isWorkedFor(Tenant tenant) {
        return tenant.isActive() && !tenant.schema().equals(publicSchema);
    }

    private TenantBinding bindingOf(SchemaName schema) {
        TenantBinding bound = TenantContext.binding();
        // Not looked up again: while a tenant is being provisioned, nobody but its own transaction could find it.
        return bound.tenant().map(Tenant::schema).filter(schema::equals).isPresent() ? bound : lookedUp(schema);
    }

    private TenantBinding lookedUp(SchemaName schema) {
        return tenants.findBySchema(schema).map(TenantTemplate::bindingOf).orElseGet(() -> {
            // The public schema needs no row of its own.
            if (schema.equals(publicSchema)) {
                return TenantBinding.toShared();
            }
            throw new UnknownTenantException(schema);
        });
    }

    private static TenantBinding bindingOf(Tenant tenant) {
        if (!tenant.status().isBuilt()) {
            throw new TenantNotBuiltException(tenant);
        }
        return TenantBinding.to(tenant);
    }

    private <T extends @Nullable Object, E extends Exception> T in(TenantBinding to, TenantCallback<T, E> callback)
            throws E {
        Assert.notNull(callback, "'callback' must not be null");
        try (Switch scope = new Switch(to)) {
            return callback.execute();
        }
    }

    private <E extends Exception> void in(TenantBinding to, TenantAction<E> action) throws E {
        Assert.notNull(action, "'action' must not be null");
        try (Switch scope = new Switch(to)) {
            action.execute();
        }
    }

    /** A scope with what the thread held for its former tenant set aside. */
    private final class Switch implements AutoCloseable {

        private final Deque<Runnable> giveBack = new ArrayDeque<>();

        private final TenantScope scope;

        Switch(TenantBinding to) {
            TenantBinding from = TenantContext.binding();
            TenantScope.refuseSwitchInTransaction(from, to);
            if (TenantScope.isSwitch(from, to)) {
                setAside(to);
            }
            scope = TenantScope.openInsideTransaction(to);
        }

        private void setAside(TenantBinding to) {
            try {
                if (TransactionSynchronizationManager.isSynchronizationActive()) {
                    giveBack.push(SuspendedSynchronization.suspend());
                }
                heldResources.forEach(held -> giveBack.push(held.setAside(to)));
            } catch (RuntimeException | Error failure) {
                giveBackAfter(failure);
                throw failure;
            }
        }

        private void giveBackAfter(Throwable failure) {
            try {
                giveBackNext();
            } catch (RuntimeException | Error alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
        }

        @Override
        public void close() {
            scope.close();
            giveBackNext();
        }

        private void giveBackNext() {
            Runnable next = giveBack.poll();
            if (next == null) {
                return;
            }
            try {
                next.run();
            } finally {
                // Also after a failure: what is not given back stays open for ever.
                giveBackNext();
            }
        }
    }
}
