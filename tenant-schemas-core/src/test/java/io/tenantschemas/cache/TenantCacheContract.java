package io.tenantschemas.cache;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.CacheManager;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What every kind of cache has to do behind a {@link TenantCacheManager}. */
@Timeout(30)
public abstract class TenantCacheContract {

    protected static final TenantBinding ACME = to(1, "acme");

    protected static final TenantBinding GLOBEX = to(2, "globex");

    protected static final TenantBinding SHARED = TenantBinding.toShared();

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private final Transactions transactionManager = new Transactions();

    private final TransactionTemplate transaction = new TransactionTemplate(transactionManager);

    private TenantCaches caches;

    private CacheManager manager;

    /** Returns a new cache manager with the caches {@code notes} and {@code plans}, of which the latter is shared. */
    protected abstract CacheManager cacheManager();

    /** Returns what knows the cache, or null if nothing does. */
    protected abstract @Nullable NativeStore nativeStore();

    /** Returns whether the cache supports {@link Cache#retrieve}. */
    protected boolean isAsynchronous() {
        return true;
    }

    /** Returns whether the cache tells whether it removed something. */
    protected boolean tellsWhatItRemoved() {
        return true;
    }

    @BeforeEach
    final void divide() {
        caches = caches(false);
        manager = caches.divide(cacheManager());
    }

    private TenantCaches caches(boolean requireTenant) {
        NativeStore nativeStore = nativeStore();
        return new TenantCaches(
                new CacheScope(PUBLIC, Set.of("plans"), requireTenant),
                nativeStore == null ? List.of() : List.of(nativeStore));
    }

    @AfterEach
    final void leavesNothingBehind() {
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        assertThat(TenantContext.isBound()).isFalse();
    }

    protected static TenantBinding to(long id, String schema) {
        return TenantBinding.to(new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of()));
    }

    protected static <T> T in(TenantBinding binding, Callable<T> work) {
        try (TenantScope scope = TenantScope.open(binding)) {
            return work.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    protected static void run(TenantBinding binding, Runnable work) {
        in(binding, () -> {
            work.run();
            return true;
        });
    }

    private void transaction(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    /** Returns the cache as Spring gets it, anew for each call. */
    private Cache notes() {
        return cache("notes");
    }

    private Cache cache(String name) {
        return cache(manager, name);
    }

    private static Cache cache(CacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name));
    }

    private @Nullable Object get(TenantBinding binding, String key) {
        ValueWrapper found = in(binding, () -> notes().get(key));
        return found == null ? null : found.get();
    }

    private void put(TenantBinding binding, String key, Object value) {
        run(binding, () -> notes().put(key, value));
    }

    @Test
    void keepsTheSameKeyOfTwoTenantsApart() {
        put(ACME, "key", "acme's");
        put(GLOBEX, "key", "globex's");

        assertThat(get(ACME, "key")).isEqualTo("acme's");
        assertThat(get(GLOBEX, "key")).isEqualTo("globex's");
        assertThat(in(GLOBEX, () -> notes().get("key", String.class))).isEqualTo("globex's");
        assertThat(get(to(3, "initech"), "key")).isNull();
    }

    @Test
    void givesWorkWithoutATenantEntriesOfItsOwn() {
        put(ACME, "key", "acme's");
        assertThat(notes().get("key")).isNull();
        assertThat(get(SHARED, "key")).isNull();

        notes().put("key", "everybody's");
        assertThat(get(SHARED, "key")).isEqualTo("everybody's");
        assertThat(get(ACME, "key")).isEqualTo("acme's");
    }

    @Test
    void keepsOneEntryForAllInASharedCache() {
        run(ACME, () -> cache("plans").put("key", "everybody's"));

        assertThat(in(GLOBEX, () -> cache("plans").get("key", String.class))).isEqualTo("everybody's");
        assertThat(cache("plans").get("key", String.class)).isEqualTo("everybody's");
        run(GLOBEX, () -> cache("plans").evict("key"));
        assertThat(in(ACME, () -> cache("plans").get("key"))).isNull();
    }

    @Test
    void leavesTheKeysOfASharedCacheAsTheyAre() {
        CacheManager plain = cacheManager();
        CacheManager divided = caches.divide(plain);
        Cache own = cache(plain, "plans");

        run(ACME, () -> cache(divided, "plans").put("key", "everybody's"));
        assertThat(own.get("key", String.class)).isEqualTo("everybody's");
    }

    @Test
    void showsNothingOfADroppedTenantToALaterOneOfTheSameName() {
        put(ACME, "key", "the old one's");

        assertThat(get(to(7, "acme"), "key")).isNull();
    }

    @Test
    void keepsTheEntriesOfATenantThatIsRenamed() {
        put(ACME, "key", "acme's");

        assertThat(get(to(1, "acme_inc"), "key")).isEqualTo("acme's");
        run(to(1, "acme_inc"), () -> notes().put("key", "changed"));
        assertThat(get(ACME, "key")).isEqualTo("changed");
    }

    @Test
    void followsTheThreadAlsoIfTheCacheWasGotBefore() {
        Cache kept = notes();
        run(ACME, () -> kept.put("key", "acme's"));
        run(GLOBEX, () -> kept.put("key", "globex's"));

        assertThat(in(ACME, () -> kept.get("key", String.class))).isEqualTo("acme's");
        assertThat(in(GLOBEX, () -> kept.get("key", String.class))).isEqualTo("globex's");
        assertThat(kept.get("key")).isNull();
    }

    @Test
    void loadsForEachTenant() {
        assertThat(in(ACME, () -> notes().get("key", () -> "acme's"))).isEqualTo("acme's");
        assertThat(in(GLOBEX, () -> notes().get("key", () -> "globex's"))).isEqualTo("globex's");
        assertThat(in(ACME, () -> notes().get("key", () -> "loaded again"))).isEqualTo("acme's");
    }

    @Test
    void loadsBoundToTheTenant() {
        assertThat(in(
                        ACME,
                        () -> notes().get(
                                        "key",
                                        () -> TenantContext.currentSchema().value())))
                .isEqualTo("acme");
    }

    @Test
    void wrapsWhatTheLoaderThrows() {
        for (boolean inTransaction : List.of(false, true)) {
            Runnable work = () -> notes().get("key", () -> {
                throw new java.io.IOException("no file");
            });
            assertThatExceptionOfType(ValueRetrievalException.class)
                    .isThrownBy(() -> run(ACME, inTransaction ? () -> transaction(work) : work))
                    .havingRootCause()
                    .withMessage("no file");
        }
        assertThat(get(ACME, "key")).isNull();
    }

    @Test
    void putsIfAbsentForEachTenant() {
        assertThat(in(ACME, () -> notes().putIfAbsent("key", "acme's"))).isNull();
        assertThat(in(GLOBEX, () -> notes().putIfAbsent("key", "globex's"))).isNull();
        ValueWrapper existing = in(ACME, () -> notes().putIfAbsent("key", "second"));
        assertThat(existing).isNotNull();
        assertThat(existing.get()).isEqualTo("acme's");
        assertThat(get(ACME, "key")).isEqualTo("acme's");
    }

    @Test
    void evictsTheKeyOfTheBoundTenantAlone() {
        put(ACME, "key", "acme's");
        put(GLOBEX, "key", "globex's");
        run(ACME, () -> notes().evict("key"));
        assertThat(get(ACME, "key")).isNull();
        assertThat(get(GLOBEX, "key")).isEqualTo("globex's");

        put(ACME, "key", "acme's");
        assertThat(in(ACME, () -> notes().evictIfPresent("key"))).isTrue();
        assertThat(in(ACME, () -> notes().evictIfPresent("key"))).isFalse();
        assertThat(get(GLOBEX, "key")).isEqualTo("globex's");
    }

    @Test
    void clearsTheEntriesOfTheBoundTenantWhereTheCacheCan() {
        put(ACME, "key", "acme's");
        put(GLOBEX, "key", "globex's");
        run(ACME, () -> notes().clear());

        assertThat(get(ACME, "key")).isNull();
        assertThat(get(GLOBEX, "key")).isEqualTo(nativeStore() == null ? null : "globex's");
    }

    @Test
    void invalidatesTheEntriesOfTheBoundTenantWhereTheCacheCan() {
        put(ACME, "key", "acme's");
        put(GLOBEX, "key", "globex's");
        assertThat(in(ACME, () -> notes().invalidate())).isEqualTo(tellsWhatItRemoved());

        assertThat(get(ACME, "key")).isNull();
        assertThat(get(GLOBEX, "key")).isEqualTo(nativeStore() == null ? null : "globex's");
    }

    @Test
    void clearsTheEntriesOfAllWhereNothingIsBound() {
        put(ACME, "key", "acme's");
        notes().put("key", "everybody's");
        notes().clear();

        assertThat(get(ACME, "key")).isNull();
        assertThat(get(SHARED, "key")).isNull();
    }

    @Test
    void clearsTheEntriesOfAllOnDemand() {
        put(ACME, "key", "acme's");
        put(GLOBEX, "key", "globex's");
        run(ACME, () -> caches.clearAll("notes"));
        assertThat(get(ACME, "key")).isNull();
        assertThat(get(GLOBEX, "key")).isNull();

        put(GLOBEX, "key", "globex's");
        run(ACME, () -> caches.clearAll());
        assertThat(get(GLOBEX, "key")).isNull();
        caches.clearAll("no such cache");
    }

    @Test
    void resetsTheCachesOfTheBoundTenantWhereTheyCan() {
        put(ACME, "key", "acme's");
        put(GLOBEX, "key", "globex's");
        run(ACME, () -> manager.resetCaches());
        assertThat(get(ACME, "key")).isNull();
        assertThat(get(GLOBEX, "key")).isEqualTo(nativeStore() == null ? null : "globex's");

        put(ACME, "key", "acme's");
        manager.resetCaches();
        assertThat(get(ACME, "key")).isNull();
        assertThat(get(GLOBEX, "key")).isNull();
    }

    @Test
    void forgetsATenantThatIsGoneAndNobodyElse() {
        put(ACME, "key", "acme's");
        put(GLOBEX, "key", "globex's");
        run(ACME, () -> cache("plans").put("key", "everybody's"));
        ACME.tenant().map(Tenant::id).ifPresent(caches::forget);

        assertThat(get(ACME, "key")).isEqualTo(nativeStore() == null ? "acme's" : null);
        assertThat(get(GLOBEX, "key")).isEqualTo("globex's");
        assertThat(cache("plans").get("key")).isNotNull();
    }

    @Test
    void refusesUnboundWorkIfATenantIsRequired() {
        manager = caches(true).divide(cacheManager());

        assertThatExceptionOfType(UnboundCacheAccessException.class)
                .isThrownBy(() -> notes().get("key"))
                .withMessageContaining("'notes'")
                .withMessageContaining("TenantTemplate.execute")
                .satisfies(refusal -> assertThat(refusal.cache()).isEqualTo("notes"));
        assertThatExceptionOfType(UnboundCacheAccessException.class).isThrownBy(() -> notes().put("key", "value"));
        assertThatExceptionOfType(UnboundCacheAccessException.class)
                .isThrownBy(() -> notes().get("key", () -> "value"));
        cache("plans").put("key", "everybody's");
        notes().clear();
        put(SHARED, "key", "everybody's");
        assertThat(get(SHARED, "key")).isEqualTo("everybody's");
    }

    @Test
    void keepsTheTypeOfValues() {
        put(ACME, "key", "acme's");

        assertThatIllegalStateException().isThrownBy(() -> in(ACME, () -> notes().get("key", Integer.class)));
        transaction(() -> {
            notes().put("key", "public's");
            assertThatIllegalStateException().isThrownBy(() -> notes().get("key", Integer.class));
        });
    }

    @Test
    void storesAfterTheCommit() {
        run(ACME, () -> {
            transaction(() -> {
                notes().put("key", "uncommitted");
                notes().putIfAbsent("other", "uncommitted");
                assertThat(notes().get("key", String.class)).isEqualTo("uncommitted");
                assertThat(elsewhere(ACME, "key")).isNull();
                assertThat(elsewhere(ACME, "other")).isNull();
            });
            assertThat(elsewhere(ACME, "key")).isEqualTo("uncommitted");
            assertThat(elsewhere(ACME, "other")).isEqualTo("uncommitted");
        });
    }

    @Test
    void storesAfterTheCommitWhatWasLoaded() {
        run(ACME, () -> {
            transaction(() -> {
                assertThat(notes().get("key", () -> "uncommitted")).isEqualTo("uncommitted");
                assertThat(notes().get("key", () -> "loaded again")).isEqualTo("uncommitted");
                assertThat(elsewhere(ACME, "key")).isNull();
            });
            assertThat(elsewhere(ACME, "key")).isEqualTo("uncommitted");
        });
    }

    @Test
    void remembersNothingOfATransactionThatIsRolledBack() {
        put(ACME, "kept", "committed");
        put(ACME, "evicted", "committed");
        run(
                ACME,
                () -> transaction.executeWithoutResult(status -> {
                    notes().put("key", "uncommitted");
                    notes().put("kept", "uncommitted");
                    notes().get("loaded", () -> "uncommitted");
                    notes().putIfAbsent("absent", "uncommitted");
                    notes().evict("evicted");
                    status.setRollbackOnly();
                }));

        assertThat(get(ACME, "key")).isNull();
        assertThat(get(ACME, "loaded")).isNull();
        assertThat(get(ACME, "absent")).isNull();
        assertThat(get(ACME, "kept")).isEqualTo("committed");
        assertThat(get(ACME, "evicted")).isEqualTo("committed");
    }

    @Test
    void evictsAfterTheCommit() {
        put(ACME, "key", "old");
        put(ACME, "other", "old");
        run(
                ACME,
                () -> transaction(() -> {
                    notes().evict("key");
                    assertThat(notes().get("key")).isNull();
                    assertThat(notes().get("other")).isNotNull();
                    assertThat(elsewhere(ACME, "key")).isEqualTo("old");
                }));
        assertThat(get(ACME, "key")).isNull();
        assertThat(get(ACME, "other")).isEqualTo("old");
    }

    @Test
    void clearsAfterTheCommit() {
        put(ACME, "key", "old");
        put(GLOBEX, "key", "globex's");
        run(
                ACME,
                () -> transaction(() -> {
                    notes().put("stored", "uncommitted");
                    notes().clear();
                    assertThat(notes().get("key")).isNull();
                    assertThat(notes().get("stored")).isNull();
                    notes().put("later", "committed");
                    assertThat(elsewhere(ACME, "key")).isEqualTo("old");
                }));
        assertThat(get(ACME, "key")).isNull();
        assertThat(get(ACME, "stored")).isNull();
        assertThat(get(ACME, "later")).isEqualTo("committed");
        assertThat(get(GLOBEX, "key")).isEqualTo(nativeStore() == null ? null : "globex's");
    }

    @Test
    void evictsAtOnceAndOnceMoreAfterTheCommitIfAskedTo() {
        put(ACME, "key", "old");
        put(ACME, "other", "old");
        run(
                ACME,
                () -> transaction(() -> {
                    assertThat(notes().evictIfPresent("key")).isTrue();
                    assertThat(elsewhere(ACME, "key")).isNull();
                    // Somebody who does not see what is not committed yet.
                    inThread(() -> put(ACME, "key", "old"));
                }));
        assertThat(get(ACME, "key")).isNull();

        run(
                ACME,
                () -> transaction(() -> {
                    assertThat(notes().invalidate()).isEqualTo(tellsWhatItRemoved());
                    assertThat(elsewhere(ACME, "other")).isNull();
                    inThread(() -> put(ACME, "other", "old"));
                }));
        assertThat(get(ACME, "other")).isNull();
    }

    @Test
    void doesNotReadInATransactionWhatItHasEvicted() {
        put(ACME, "key", "old");
        run(
                ACME,
                () -> transaction(() -> {
                    notes().evict("key");
                    assertThat(notes().get("key", () -> "uncommitted")).isEqualTo("uncommitted");
                    assertThat(notes().get("key", String.class)).isEqualTo("uncommitted");
                    assertThat(elsewhere(ACME, "key")).isEqualTo("old");
                }));
        assertThat(get(ACME, "key")).isEqualTo("uncommitted");
    }

    @Test
    void forgetsWhatATransactionWantedToChangeOfWhichNobodyKnowsTheOutcome() {
        put(ACME, "evicted", "old");
        put(ACME, "stored", "old");
        put(ACME, "other", "old");
        transactionManager.failing = true;
        assertThatExceptionOfType(TransactionSystemException.class)
                .isThrownBy(() -> run(
                        ACME,
                        () -> transaction(() -> {
                            notes().evict("evicted");
                            notes().put("stored", "new");
                        })));

        assertThat(get(ACME, "evicted")).isNull();
        assertThat(get(ACME, "stored")).isNull();
        assertThat(get(ACME, "other")).isEqualTo("old");
    }

    @Test
    void remembersNothingOfASavepointThatIsRolledBack() {
        TransactionTemplate nested = new TransactionTemplate(transactionManager);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        run(
                ACME,
                () -> transaction(() -> {
                    notes().put("before", "committed");
                    nested.executeWithoutResult(status -> {
                        notes().put("key", "rolled back");
                        status.setRollbackOnly();
                    });
                    assertThat(notes().get("key")).isNull();
                    nested.executeWithoutResult(status -> notes().put("nested", "committed"));
                }));

        assertThat(get(ACME, "key")).isNull();
        assertThat(get(ACME, "before")).isEqualTo("committed");
        assertThat(get(ACME, "nested")).isEqualTo("committed");
    }

    @Test
    void keepsTransactionsWithinEachOtherApart() {
        TransactionTemplate another = new TransactionTemplate(transactionManager);
        another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        TransactionTemplate none = new TransactionTemplate(transactionManager);
        none.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        run(
                ACME,
                () -> transaction.executeWithoutResult(status -> {
                    notes().put("outer", "rolled back");
                    another.executeWithoutResult(inner -> {
                        assertThat(notes().get("outer")).isNull();
                        notes().put("inner", "committed");
                    });
                    none.executeWithoutResult(inner -> notes().put("without", "stored at once"));
                    assertThat(elsewhere(ACME, "inner")).isEqualTo("committed");
                    assertThat(elsewhere(ACME, "without")).isEqualTo("stored at once");
                    assertThat(notes().get("outer", String.class)).isEqualTo("rolled back");
                    status.setRollbackOnly();
                }));
        assertThat(get(ACME, "outer")).isNull();
    }

    @Test
    void changesCachesAlsoForListenersToTheCommit() {
        put(ACME, "first", "old");
        put(ACME, "second", "old");
        put(ACME, "third", "old");
        for (String key : List.of("first", "second")) {
            boolean changedBefore = key.equals("second");
            run(
                    ACME,
                    () -> transaction(() -> {
                        if (changedBefore) {
                            notes().evict("third");
                        }
                        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                            @Override
                            public void afterCommit() {
                                assertThat(notes().get("third") == null).isEqualTo(changedBefore);
                                notes().evict(key);
                            }
                        });
                    }));
            assertThat(get(ACME, key)).isNull();
        }
    }

    @Test
    void doesNotRememberWhatWasReadBeforeTheKeyWasEvicted() {
        run(ACME, () -> {
            Cache call = notes();
            assertThat(call.get("key")).isNull();
            inThread(() -> run(ACME, () -> transaction(() -> notes().evict("key"))));
            call.put("key", "old");
        });
        assertThat(get(ACME, "key")).isNull();
    }

    @Test
    void doesNotRememberWhatWasReadBeforeTheCacheWasCleared() {
        run(ACME, () -> {
            Cache call = notes();
            assertThat(call.get("key")).isNull();
            inThread(() -> run(ACME, () -> notes().clear()));
            call.put("key", "old");
        });
        assertThat(get(ACME, "key")).isNull();
    }

    @Test
    void doesNotReplaceANewerValueByWhatWasReadBefore() {
        run(ACME, () -> {
            Cache call = notes();
            assertThat(call.get("key")).isNull();
            inThread(() -> put(ACME, "key", "new"));
            call.put("key", "old");
        });
        assertThat(get(ACME, "key")).isNotEqualTo("old");
    }

    @Test
    void doesNotRememberAfterTheCommitWhatWasReadBeforeTheKeyWasEvicted() {
        run(
                ACME,
                () -> transaction(() -> {
                    Cache call = notes();
                    assertThat(call.get("key")).isNull();
                    inThread(() -> run(ACME, () -> notes().evict("key")));
                    call.put("key", "old");
                }));
        assertThat(get(ACME, "key")).isNull();

        run(
                ACME,
                () -> transaction(() -> notes().get("key", () -> {
                    inThread(() -> run(ACME, () -> notes().evict("key")));
                    return "old";
                })));
        assertThat(get(ACME, "key")).isNull();
    }

    @Test
    void doesNotRememberWhatALoaderReadBeforeTheKeyWasEvicted() throws Exception {
        CountDownLatch hasRead = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        Thread early = new Thread(() -> run(
                ACME,
                () -> notes().get("key", () -> {
                    hasRead.countDown();
                    await(mayReturn);
                    return "old";
                })));
        early.start();
        await(hasRead);
        Invalidations invalidations = ((TenantCacheManager) manager).invalidations("notes");
        long before = invalidations.stamp(new TenantKey("1", "key"));
        // May wait for the loader, as some caches do.
        Thread late = new Thread(() -> run(ACME, () -> notes().evict("key")));
        late.start();
        org.awaitility.Awaitility.await().until(() -> invalidations.stamp(new TenantKey("1", "key")) != before);
        mayReturn.countDown();
        early.join(10_000);
        late.join(10_000);

        assertThat(get(ACME, "key")).isNull();
    }

    @Test
    void remembersWhatIsLoadedAfterwards() {
        run(ACME, () -> {
            notes().evict("key");
            Cache call = notes();
            assertThat(call.get("key")).isNull();
            call.put("key", "new");
        });
        assertThat(get(ACME, "key")).isEqualTo("new");
        run(ACME, () -> {
            Cache kept = notes();
            assertThat(kept.get("code")).isNull();
            kept.evict("code");
            kept.put("code", "stored on purpose");
        });
        assertThat(get(ACME, "code")).isEqualTo("stored on purpose");
    }

    @Test
    void retrievesForEachTenant() {
        if (!isAsynchronous()) {
            return;
        }
        put(ACME, "key", "acme's");
        assertThat(retrieve(ACME, "key")).isEqualTo("acme's");
        assertThat(retrieve(GLOBEX, "key")).isNull();
        assertThat(in(GLOBEX, () -> notes().retrieve("key", () -> CompletableFuture.completedFuture("globex's")))
                        .join())
                .isEqualTo("globex's");
        assertThat(get(ACME, "key")).isEqualTo("acme's");
        assertThat(get(GLOBEX, "key")).isEqualTo("globex's");
    }

    private @Nullable Object retrieve(TenantBinding binding, String key) {
        CompletableFuture<?> found = in(binding, () -> notes().retrieve(key));
        Object value = found == null ? null : found.join();
        return value instanceof ValueWrapper wrapper ? wrapper.get() : value;
    }

    @Test
    void loadsAsynchronouslyBoundToTheTenant() {
        if (!isAsynchronous()) {
            return;
        }
        Supplier<CompletableFuture<String>> loader = () ->
                CompletableFuture.completedFuture(TenantContext.currentSchema().value());
        assertThat(in(ACME, () -> notes().retrieve("key", loader)).join()).isEqualTo("acme");
        assertThat(get(ACME, "key")).isEqualTo("acme");
    }

    @Test
    void tellsOfAnAsynchronousOutcomeBoundToTheTenant() {
        if (!isAsynchronous()) {
            return;
        }
        CompletableFuture<String> loaded = new CompletableFuture<>();
        CompletableFuture<String> told = in(ACME, () -> notes().retrieve("key", () -> loaded))
                .thenApply(value -> value + " in " + TenantContext.currentSchema());
        inThread(() -> loaded.complete("loaded"));
        assertThat(told.join()).isEqualTo("loaded in acme");
    }

    @Test
    void storesForTheTenantThatLookedWhateverThreadTheValueComesIn() {
        if (!isAsynchronous()) {
            return;
        }
        Cache call = in(ACME, () -> notes());
        assertThat(in(ACME, () -> call.retrieve("key"))).isNull();
        inThread(() -> call.put("key", "acme's"));

        assertThat(get(ACME, "key")).isEqualTo("acme's");
        assertThat(notes().get("key")).isNull();
    }

    @Test
    void storesNowhereWhatCameInAThreadOfAnotherTenant() {
        if (!isAsynchronous()) {
            return;
        }
        put(GLOBEX, "key", "globex's");
        Cache call = in(ACME, () -> notes());
        assertThat(in(ACME, () -> call.retrieve("key"))).isNull();
        inThread(() -> run(GLOBEX, () -> call.put("key", "acme's")));

        assertThat(get(GLOBEX, "key")).isNull();
        assertThat(get(ACME, "key")).isNull();
    }

    @Test
    void storesNowhereWhatCameByACacheThatSeveralTenantsUse() {
        if (!isAsynchronous()) {
            return;
        }
        Cache kept = notes();
        assertThat(in(ACME, () -> kept.retrieve("key"))).isNull();
        inThread(() -> kept.put("key", "whose?"));

        assertThat(get(ACME, "key")).isNull();
        assertThat(notes().get("key")).isNull();
    }

    @Test
    void remembersNoAsynchronousValueOfATransaction() {
        if (!isAsynchronous()) {
            return;
        }
        run(
                ACME,
                () -> transaction(() -> {
                    Cache call = notes();
                    assertThat(call.retrieve("key")).isNull();
                    inThread(() -> call.put("key", "uncommitted"));
                    assertThat(elsewhere(ACME, "key")).isNull();
                    assertThat(call.retrieve("key")).isNull();
                    inThread(() -> run(ACME, () -> call.put("key", "uncommitted")));
                    assertThat(elsewhere(ACME, "key")).isNull();
                    assertThat(call.retrieve("key")).isNull();
                    inThread(() -> run(ACME, () -> transaction(() -> call.put("key", "uncommitted"))));
                    assertThat(elsewhere(ACME, "key")).isNull();
                    assertThat(notes().retrieve("other", () -> CompletableFuture.completedFuture("uncommitted"))
                                    .join())
                            .isEqualTo("uncommitted");
                }));
        assertThat(get(ACME, "other")).isNull();
    }

    @Test
    void doesNotRememberWhatWasReadAsynchronouslyBeforeTheKeyWasEvicted() {
        if (!isAsynchronous()) {
            return;
        }
        CompletableFuture<String> loaded = new CompletableFuture<>();
        CompletableFuture<String> told = in(ACME, () -> notes().retrieve("key", () -> loaded));
        Cache call = in(ACME, () -> notes());
        assertThat(in(ACME, () -> call.retrieve("other"))).isNull();

        ((TenantCacheManager) manager).invalidations("notes").addAll();
        loaded.complete("old");
        told.join();
        inThread(() -> call.put("other", "old"));
        assertThat(get(ACME, "key")).isNull();
        assertThat(get(ACME, "other")).isNull();
    }

    private @Nullable Object elsewhere(TenantBinding binding, String key) {
        return CompletableFuture.supplyAsync(() -> get(binding, key)).join();
    }

    private static void inThread(Runnable work) {
        Thread thread = new Thread(work);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        thread.setUncaughtExceptionHandler((failed, thrown) -> failure.complete(thrown));
        thread.start();
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        assertThat(failure).isNotDone();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Transactions on nothing. */
    private static final class Transactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        private final transient ThreadLocal<Boolean> active = ThreadLocal.withInitial(() -> false);

        private boolean failing;

        Transactions() {
            setNestedTransactionAllowed(true);
        }

        @Override
        protected Object doGetTransaction() {
            return new Savepoints();
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return active.get();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            active.set(true);
        }

        @Override
        protected Object doSuspend(Object transaction) {
            active.set(false);
            return transaction;
        }

        @Override
        protected void doResume(@Nullable Object transaction, Object suspended) {
            active.set(true);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            active.remove();
            if (failing) {
                throw new TransactionSystemException("the connection was lost");
            }
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            active.remove();
        }

        @Override
        protected void doSetRollbackOnly(DefaultTransactionStatus status) {}
    }

    private static final class Savepoints implements SavepointManager {

        @Override
        public Object createSavepoint() {
            return new Object();
        }

        @Override
        public void rollbackToSavepoint(Object savepoint) {}

        @Override
        public void releaseSavepoint(Object savepoint) {}
    }
}
