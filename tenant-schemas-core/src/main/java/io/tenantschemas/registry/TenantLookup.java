package io.tenantschemas.registry;

import java.util.Optional;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.tenantschemas.tenant.Tenant;

/**
 * Asks for tenants, if need be within the budget for lookups that lead nowhere, and counts what becomes of it.
 *
 * <p>Keys that led to a tenant when they were last asked for are familiar, and so are those that the roll call has: they do not
 * depend on the budget. There is room for so many of them; what they led to is not remembered here.
 */
final class TenantLookup<K> {

    private final Function<K, Optional<Tenant>> lookup;

    private final Cache<K, Boolean> familiar;

    private final MissBudget budget;

    private final RollCall rollCall;

    private final LookupCounter counter = new LookupCounter();

    TenantLookup(Function<K, Optional<Tenant>> lookup, long maximumSize, MissBudget budget, RollCall rollCall) {
        this.lookup = lookup;
        this.familiar = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build();
        this.budget = budget;
        this.rollCall = rollCall;
    }

    /** Asks. */
    Optional<Tenant> ask(K key) {
        Optional<Tenant> tenant = counter.count(() -> lookup.apply(key));
        if (tenant.isPresent()) {
            makeFamiliar(key);
        } else {
            familiar.invalidate(key);
        }
        return tenant;
    }

    /**
     * Asks if the key is familiar or something is left of the budget.
     *
     * @throws TenantLookupRefusedException if neither is the case
     */
    Optional<Tenant> askWithinBudget(K key) {
        if (!isFamiliar(key) && budget.isSpent()) {
            rollCall.hold();
        }
        return isFamiliar(key) ? ask(key) : budget.spendOn(key, () -> ask(key));
    }

    private boolean isFamiliar(K key) {
        return familiar.getIfPresent(key) != null;
    }

    /** Takes note of a key that leads to a tenant. */
    void makeFamiliar(K key) {
        familiar.put(key, true);
    }

    LookupCounter counter() {
        return counter;
    }

    /** Returns how many keys are familiar. */
    long size() {
        familiar.cleanUp();
        return familiar.estimatedSize();
    }
}
