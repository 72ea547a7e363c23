package io.tenantschemas.registry;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Remembers for a while what another registry found, and what it did not find.
 *
 * <p>Within the time limit no host and no schema reaches the other registry twice, as long as there is room; hosts that
 * lead nowhere take no room from tenants. Once a change of a tenant is committed, {@link #onTenantChange} is told of it, or
 * {@link #forget(Tenant)} is called; from then on nothing older than the change is returned.
 *
 * <p>How many lookups of hosts, and of schemas that requests name, may lead to nothing each second is limited, for all threads
 * together. When there are more, {@link TenantLookupRefusedException} is thrown for what is not remembered, unless it led to a
 * tenant when it was last asked for, or is among what the other registry passes to {@link #forEach}, which is asked once a
 * minute at most meanwhile. As long as there are fewer, no lookup is refused, but for those that would have to wait for
 * others for more than five seconds; those that find tenants do not count. Where there are more tenants than there is room
 * for, it is a matter of luck which of them are found in such a time.
 *
 * <p>A lookup inside a transaction uses what is remembered and adds nothing to it, because it may see what is never
 * committed or what was true long ago. It is neither limited nor counted towards the limit: it is the application that asks.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class CachingTenantRegistry implements TenantRegistry, TenantChangeListener {

    private final TenantRegistry delegate;

    private final TenantLookup<HostName> hosts;

    private final TenantLookup<SchemaName> schemas;

    private final LookupCache<HostName> byHost;

    private final LookupCache<SchemaName> bySchema;

    /**
     * Creates a cache.
     *
     * @param delegate the registry that is asked for what is not remembered
     * @param timeToLive for how long something is remembered
     * @param maximumSize how many tenants are remembered by host, how many by schema, and how many hosts and how many
     *     schemas that lead nowhere
     * @param missesPerSecond how many lookups for requests may lead to nothing each second
     */
    public CachingTenantRegistry(TenantRegistry delegate, Duration timeToLive, long maximumSize, int missesPerSecond) {
        this(delegate, timeToLive, maximumSize, missesPerSecond, Ticker.systemTicker());
    }

    CachingTenantRegistry(
            TenantRegistry delegate, Duration timeToLive, long maximumSize, int missesPerSecond, Ticker ticker) {
        Assert.notNull(delegate, "'delegate' must not be null");
        Assert.notNull(timeToLive, "'timeToLive' must not be null");
        Assert.isTrue(!timeToLive.isNegative(), "'timeToLive' must not be negative");
        Assert.isTrue(maximumSize >= 0, "'maximumSize' must not be negative");
        Assert.isTrue(missesPerSecond > 0, "'missesPerSecond' must be positive");
        this.delegate = delegate;
        MissBudget budget = new MissBudget(missesPerSecond, ticker);
        RollCall rollCall = new RollCall(delegate, this::makeFamiliar, ticker);
        this.hosts = new TenantLookup<>(delegate::findByHost, maximumSize, budget, rollCall);
        this.schemas = new TenantLookup<>(delegate::findBySchema, maximumSize, budget, rollCall);
        this.byHost = new LookupCache<>(hosts, timeToLive, maximumSize, ticker);
        this.bySchema = new LookupCache<>(schemas, timeToLive, maximumSize, ticker);
    }

    private void makeFamiliar(Tenant tenant) {
        tenant.domains().forEach(domain -> hosts.makeFamiliar(domain.host()));
        schemas.makeFamiliar(tenant.schema());
    }

    @Override
    public Optional<Tenant> findByHost(HostName host) {
        Assert.notNull(host, "'host' must not be null");
        return isInTransaction() ? byHost.getWithoutRemembering(host) : byHost.getWithinBudget(host);
    }

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        return isInTransaction() ? bySchema.getWithoutRemembering(schema) : bySchema.get(schema);
    }

    @Override
    public Optional<Tenant> findByRequestedSchema(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        return isInTransaction() ? bySchema.getWithoutRemembering(schema) : bySchema.getWithinBudget(schema);
    }

    private static boolean isInTransaction() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** Asks the other registry, past what is remembered. */
    @Override
    public Optional<Tenant> findOfAnyType(SchemaName schema) {
        return delegate.findOfAnyType(schema);
    }

    /** Asks the other registry. */
    @Override
    public void refuseUnknownType(SchemaName schema) {
        delegate.refuseUnknownType(schema);
    }

    /** Asks the other registry: what is remembered may be older than the tenant that the caller has. Nothing of it is remembered. */
    @Override
    public Optional<Tenant> findAgain(Tenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        return delegate.findAgain(tenant);
    }

    /** Passes every tenant of the other registry to {@code action}. Nothing of it is remembered. */
    @Override
    public void forEach(Consumer<Tenant> action) {
        delegate.forEach(action);
    }

    /**
     * Forgets a tenant that was added, changed or dropped: its id, its schema and its hosts. After a change of schema or
     * hosts, both the tenant as it was and as it is have to be forgotten.
     */
    public void forget(Tenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        forget(
                tenant.schema(),
                tenant.domains().stream().map(Domain::host).toList(),
                each -> each.id() == tenant.id() || each.schema().equals(tenant.schema()));
    }

    /** Forgets the tenant with that schema, whatever its hosts, and what was found or not found for those hosts. */
    public void forget(SchemaName schema, Collection<HostName> hosts) {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(hosts, "'hosts' must not be null");
        forget(schema, hosts, each -> each.schema().equals(schema));
    }

    private void forget(SchemaName schema, Collection<HostName> hosts, Predicate<Tenant> tenant) {
        byHost.forget(hosts, tenant);
        bySchema.forget(List.of(schema), tenant);
    }

    /**
     * Forgets the tenant that changed, and all hosts and schemas that led nowhere: one of them may lead to it now. To a schema that
     * was migrated leads what led there before, and thousands may be, one after the other.
     */
    @Override
    public void onTenantChange(TenantChange change) {
        Assert.notNull(change, "'change' must not be null");
        if (change instanceof TenantChange.Migrated) {
            return;
        }
        byHost.forget(change::concerns);
        bySchema.forget(change::concerns);
    }

    /** Forgets everything. */
    public void forgetAll() {
        byHost.forgetAll();
        bySchema.forgetAll();
    }

    /** Returns what became of lookups by host so far. */
    public LookupCounts hostLookups() {
        return hosts.counter().counts();
    }

    /** Returns what became of lookups by schema so far. */
    public LookupCounts schemaLookups() {
        return schemas.counter().counts();
    }

    /** Returns how much is remembered, of all kinds together. */
    long size() {
        return byHost.size() + bySchema.size();
    }
}
