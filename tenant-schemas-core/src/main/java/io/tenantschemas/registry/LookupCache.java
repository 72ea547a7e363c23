package io.tenantschemas.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.Tenant;

/**
 * Remembers what a lookup found and what it did not find, each with room of its own: a flood of keys that lead nowhere
 * takes no room from those that lead to a tenant.
 *
 * <p>A lookup in one thread is waited for by others with the same key. One that was under way when something was forgotten
 * is not remembered, because it may have read what was there before, and is not waited for by those that come later.
 */
final class LookupCache<K> {

    /** A tenant, or the knowledge that there is none. */
    private record Outcome(Optional<Tenant> tenant) {}

    private final Cache<K, Outcome> hits;

    private final Cache<K, Outcome> misses;

    private final ConcurrentMap<K, CompletableFuture<Outcome>> underWay = new ConcurrentHashMap<>();

    private final TenantLookup<K> lookup;

    LookupCache(TenantLookup<K> lookup, Duration timeToLive, long maximumSize, Ticker ticker) {
        this.lookup = lookup;
        this.hits = cache(timeToLive, maximumSize, ticker);
        this.misses = cache(timeToLive, maximumSize, ticker);
    }

    private static <K> Cache<K, Outcome> cache(Duration timeToLive, long maximumSize, Ticker ticker) {
        return Caffeine.newBuilder()
                .expireAfterWrite(timeToLive)
                .maximumSize(maximumSize)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Returns what is remembered, or else looks it up within the budget for those that lead nowhere.
     *
     * @throws TenantLookupRefusedException if there is none left
     */
    Optional<Tenant> getWithinBudget(K key) {
        try {
            return rememberedOr(key, () -> lookUpOrWait(key, lookup::askWithinBudget));
        } catch (TenantLookupRefusedException refused) {
            lookup.counter().countRefused();
            throw refused;
        }
    }

    /** Returns what is remembered, or else looks it up. */
    Optional<Tenant> get(K key) {
        try {
            return rememberedOr(key, () -> lookUpOrWait(key, lookup::ask));
        } catch (TenantLookupRefusedException other) {
            // Refused was one within the budget, with the same key, for which this one had waited.
            return lookup.ask(key);
        }
    }

    /** Returns what is remembered, or else looks it up without remembering the outcome and without waiting for others. */
    Optional<Tenant> getWithoutRemembering(K key) {
        return rememberedOr(key, () -> new Outcome(lookup.ask(key)));
    }

    private Optional<Tenant> rememberedOr(K key, Supplier<Outcome> otherwise) {
        Outcome remembered = remembered(key);
        if (remembered != null) {
            lookup.counter().countRemembered();
            return remembered.tenant();
        }
        return otherwise.get().tenant();
    }

    /** Returns how many keys are remembered, those that are merely familiar included. */
    long size() {
        hits.cleanUp();
        misses.cleanUp();
        return hits.estimatedSize() + misses.estimatedSize() + lookup.size();
    }

    /** Forgets those keys, and all others that lead to such a tenant. */
    void forget(Iterable<? extends K> keys, Predicate<Tenant> tenant) {
        // First: a lookup that ends from here on sees that it is not wanted any more, also for a key that is not given.
        underWay.clear();
        misses.invalidateAll(keys);
        hits.invalidateAll(keys);
        forgetHits(tenant);
    }

    /** Forgets all keys that lead to such a tenant, and all that lead nowhere. */
    void forget(Predicate<Tenant> tenant) {
        underWay.clear();
        misses.invalidateAll();
        forgetHits(tenant);
    }

    private void forgetHits(Predicate<Tenant> tenant) {
        hits.asMap().values().removeIf(hit -> hit.tenant().filter(tenant).isPresent());
    }

    void forgetAll() {
        underWay.clear();
        misses.invalidateAll();
        hits.invalidateAll();
    }

    private @Nullable Outcome remembered(K key) {
        Outcome hit = hits.getIfPresent(key);
        return hit != null ? hit : misses.getIfPresent(key);
    }

    private Outcome lookUpOrWait(K key, Function<K, Optional<Tenant>> ask) {
        CompletableFuture<Outcome> mine = new CompletableFuture<>();
        CompletableFuture<Outcome> other = underWay.putIfAbsent(key, mine);
        if (other == null) {
            return lookUp(key, mine, ask);
        }
        Outcome outcome = waitFor(other);
        lookup.counter().countRemembered();
        return outcome;
    }

    private static Outcome waitFor(CompletableFuture<Outcome> other) {
        try {
            return other.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private Outcome lookUp(K key, CompletableFuture<Outcome> mine, Function<K, Optional<Tenant>> ask) {
        try {
            // Once more: another thread's lookup may have ended since this one looked.
            Outcome remembered = remembered(key);
            Outcome outcome = remembered != null ? remembered : lookUpAndRemember(key, mine, ask);
            mine.complete(outcome);
            return outcome;
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            underWay.remove(key, mine);
        }
    }

    private Outcome lookUpAndRemember(K key, CompletableFuture<Outcome> mine, Function<K, Optional<Tenant>> ask) {
        Outcome outcome = new Outcome(ask.apply(key));
        Cache<K, Outcome> cache = outcome.tenant().isPresent() ? hits : misses;
        cache.put(key, outcome);
        // Only now, after putting: who forgets takes this lookup off the list first and clears the cache then.
        // Either it is off the list here already, or what was put is cleared.
        if (!underWay.remove(key, mine)) {
            cache.asMap().remove(key, outcome);
        }
        return outcome;
    }
}
