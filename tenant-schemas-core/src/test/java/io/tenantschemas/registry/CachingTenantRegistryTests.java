package io.tenantschemas.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class CachingTenantRegistryTests extends TenantRegistryContract {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private static final HostName ACME_HOST = HostName.of("acme.example.com");

    private static final HostName OTHER_HOST = HostName.of("shop.acme.com");

    private static final SchemaName ACME_SCHEMA = SchemaName.of("acme");

    private static final Tenant ACME = acme(TenantStatus.ACTIVE, ACME_HOST);

    private static final Tenant SUSPENDED = acme(TenantStatus.SUSPENDED, ACME_HOST);

    private final AtomicLong nanos = new AtomicLong();

    private final FakeTenantRegistry stored = new FakeTenantRegistry();

    private final CachingTenantRegistry registry =
            new CachingTenantRegistry(stored, Duration.ofMinutes(1), 100, UNLIMITED, nanos::get);

    @AfterEach
    void endTransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
    }

    @Override
    protected TenantRegistry registry() {
        return registry;
    }

    @Override
    protected void store(Tenant tenant) {
        stored.store(tenant);
    }

    private static Tenant acme(TenantStatus status, HostName... hosts) {
        return new Tenant(
                1,
                ACME_SCHEMA,
                status,
                List.of(hosts).stream().map(host -> new Domain(host, false)).toList());
    }

    @Test
    void remembersNothingWhereATenantIsToBeFoundAgain() {
        stored.store(ACME);
        registry.findBySchema(ACME_SCHEMA);
        stored.store(SUSPENDED);
        assertThat(registry.findAgain(ACME)).contains(SUSPENDED);
        assertThat(registry.findBySchema(ACME_SCHEMA)).as("remembered").contains(ACME);
    }

    @Test
    void looksUpAHostOnce() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
        assertThat(stored.lookups()).isOne();
    }

    @Test
    void looksUpASchemaOnce() {
        stored.store(ACME);
        registry.findBySchema(ACME_SCHEMA);
        assertThat(registry.findBySchema(ACME_SCHEMA)).contains(ACME);
        assertThat(stored.lookups()).isOne();
    }

    @Test
    void looksUpAHostThatLeadsNowhereOnce() {
        registry.findByHost(ACME_HOST);
        assertThat(registry.findByHost(ACME_HOST)).isEmpty();
        assertThat(stored.lookups()).isOne();
    }

    @Test
    void looksUpASchemaThatNoTenantHasOnce() {
        registry.findBySchema(ACME_SCHEMA);
        assertThat(registry.findBySchema(ACME_SCHEMA)).isEmpty();
        assertThat(stored.lookups()).isOne();
    }

    @Test
    void looksUpAHitAgainAfterTheTimeLimit() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        stored.store(SUSPENDED);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(registry.findByHost(ACME_HOST)).contains(SUSPENDED);
    }

    @Test
    void looksUpAMissAgainAfterTheTimeLimit() {
        registry.findByHost(ACME_HOST);
        stored.store(ACME);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(registry.findByHost(ACME_HOST)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
    }

    @Test
    void keepsTenantsInAFloodOfHostsThatLeadNowhere() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        IntStream.range(0, 10_000)
                .forEach(number -> registry.findByHost(HostName.of("random-" + number + ".example.com")));
        int before = stored.lookups();
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
        assertThat(stored.lookups()).isEqualTo(before);
    }

    @Test
    void remembersNoMoreMissesThanThereIsRoomFor() {
        List<HostName> hosts = IntStream.range(0, 1_000)
                .mapToObj(number -> HostName.of("random-" + number + ".example.com"))
                .toList();
        hosts.forEach(registry::findByHost);
        hosts.forEach(registry::findByHost);
        assertThat(stored.lookups()).isGreaterThanOrEqualTo(1_900);
    }

    @Test
    void remembersNoFailure() {
        stored.store(ACME);
        stored.onceBeforeAnswering(() -> {
            throw new IllegalStateException("no database");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.findByHost(ACME_HOST))
                .withMessage("no database");
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
    }

    @Test
    void forgetsATenantWithItsSchemaAndHosts() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        registry.findBySchema(ACME_SCHEMA);
        stored.store(SUSPENDED);
        registry.forget(SUSPENDED);
        assertThat(registry.findByHost(ACME_HOST)).contains(SUSPENDED);
        assertThat(registry.findBySchema(ACME_SCHEMA)).contains(SUSPENDED);
    }

    @Test
    void forgetsThatATenantWasNotThere() {
        registry.findByHost(ACME_HOST);
        registry.findBySchema(ACME_SCHEMA);
        stored.store(ACME);
        registry.forget(ACME_SCHEMA, List.of(ACME_HOST));
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
        assertThat(registry.findBySchema(ACME_SCHEMA)).contains(ACME);
    }

    @Test
    void forgetsATenantByHostsThatItNoLongerHas() {
        stored.store(acme(TenantStatus.ACTIVE, ACME_HOST, OTHER_HOST));
        registry.findByHost(OTHER_HOST);
        stored.store(ACME);
        registry.forget(ACME);
        assertThat(registry.findByHost(OTHER_HOST)).isEmpty();
    }

    @Test
    void forgetsARenamedTenantByItsFormerSchema() {
        stored.store(ACME);
        registry.findBySchema(ACME_SCHEMA);
        Tenant renamed = new Tenant(1, SchemaName.of("acme_inc"), TenantStatus.ACTIVE, ACME.domains());
        stored.store(renamed);
        registry.forget(renamed);
        assertThat(registry.findBySchema(ACME_SCHEMA)).isEmpty();
    }

    @Test
    void keepsOtherTenantsWhenOneIsForgotten() {
        Tenant globex = new Tenant(
                2,
                SchemaName.of("globex"),
                TenantStatus.ACTIVE,
                List.of(new Domain(HostName.of("globex.example.com"), true)));
        stored.store(globex);
        registry.findByHost(HostName.of("globex.example.com"));
        registry.forget(ACME);
        registry.findByHost(HostName.of("globex.example.com"));
        assertThat(stored.lookups()).isOne();
    }

    @Test
    void forgetsEverything() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        registry.findBySchema(ACME_SCHEMA);
        registry.findByHost(OTHER_HOST);
        stored.store(acme(TenantStatus.SUSPENDED, ACME_HOST, OTHER_HOST));
        registry.forgetAll();
        assertThat(registry.findByHost(ACME_HOST)).get().returns(false, Tenant::isActive);
        assertThat(registry.findBySchema(ACME_SCHEMA)).get().returns(false, Tenant::isActive);
        assertThat(registry.findByHost(OTHER_HOST)).isPresent();
    }

    @Test
    void remembersNothingThatWasReadBeforeItWasForgotten() {
        stored.store(ACME);
        stored.onceBeforeAnswering(() -> {
            stored.store(SUSPENDED);
            registry.forget(SUSPENDED);
        });
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
        assertThat(registry.findByHost(ACME_HOST)).contains(SUSPENDED);
    }

    @Test
    void remembersNoMissThatWasReadBeforeItWasForgotten() {
        stored.onceBeforeAnswering(() -> {
            stored.store(ACME);
            registry.forget(ACME);
        });
        assertThat(registry.findBySchema(ACME_SCHEMA)).isEmpty();
        assertThat(registry.findBySchema(ACME_SCHEMA)).contains(ACME);
    }

    @Test
    void remembersNothingThatWasReadBeforeEverythingWasForgotten() {
        stored.store(ACME);
        stored.onceBeforeAnswering(() -> {
            stored.store(SUSPENDED);
            registry.forgetAll();
        });
        registry.findByHost(ACME_HOST);
        assertThat(registry.findByHost(ACME_HOST)).contains(SUSPENDED);
    }

    @Test
    void remembersNothingReadBeforeByAHostThatWasNotNamed() {
        stored.store(acme(TenantStatus.ACTIVE, ACME_HOST, OTHER_HOST));
        stored.onceBeforeAnswering(() -> {
            stored.store(ACME);
            registry.forget(ACME);
        });
        registry.findByHost(OTHER_HOST);
        assertThat(registry.findByHost(OTHER_HOST)).isEmpty();
    }

    @Test
    void doesNotWaitForALookupThatWasUnderWayWhenSomethingWasForgotten() throws Exception {
        stored.store(ACME);
        CountDownLatch hasRead = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        stored.onceBeforeAnswering(() -> {
            hasRead.countDown();
            await(mayAnswer);
        });
        CompletableFuture<?> early = CompletableFuture.runAsync(() -> registry.findByHost(ACME_HOST));
        await(hasRead);
        stored.store(SUSPENDED);
        registry.forget(SUSPENDED);
        assertThat(registry.findByHost(ACME_HOST)).contains(SUSPENDED);
        mayAnswer.countDown();
        early.get(10, TimeUnit.SECONDS);
        assertThat(registry.findByHost(ACME_HOST)).contains(SUSPENDED);
    }

    @Test
    void looksUpOnceForManyThreadsThatAskForTheSameHost() throws Exception {
        stored.store(ACME);
        CountDownLatch othersWait = new CountDownLatch(1);
        stored.onceBeforeAnswering(() -> await(othersWait));
        List<Optional<Tenant>> found = new CopyOnWriteArrayList<>();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(number -> new Thread(() -> found.add(registry.findByHost(ACME_HOST))))
                .toList();
        threads.forEach(Thread::start);
        Awaitility.await().until(() -> threads.stream().noneMatch(CachingTenantRegistryTests::isRunning));
        othersWait.countDown();
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(found).hasSize(8).containsOnly(Optional.of(ACME));
        assertThat(stored.lookups()).isOne();
    }

    private static boolean isRunning(Thread thread) {
        return thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE;
    }

    @Test
    void remembersNothingThatATransactionRead() {
        stored.store(ACME);
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
        TransactionSynchronizationManager.setActualTransactionActive(false);
        stored.remove(ACME);
        assertThat(registry.findByHost(ACME_HOST)).isEmpty();
    }

    @Test
    void usesWhatIsRememberedInsideATransaction() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
        assertThat(stored.lookups()).isOne();
    }

    @Test
    void countsWhatBecomesOfLookups() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        registry.findByHost(ACME_HOST);
        registry.findByHost(OTHER_HOST);
        registry.findByHost(OTHER_HOST);
        registry.findByHost(OTHER_HOST);
        stored.onceBeforeAnswering(() -> {
            throw new IllegalStateException("no database");
        });
        assertThatIllegalStateException().isThrownBy(() -> registry.findBySchema(ACME_SCHEMA));
        assertThat(registry.hostLookups()).isEqualTo(new LookupCounts(3, 1, 1, 0, 0));
        assertThat(registry.schemaLookups()).isEqualTo(new LookupCounts(0, 0, 0, 1, 0));
    }

    @Test
    void refusesANegativeTimeLimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CachingTenantRegistry(stored, Duration.ofSeconds(-1), 100, UNLIMITED))
                .withMessageContaining("timeToLive");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void forgetsATenantThatChangedByItsId() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        registry.findBySchema(ACME_SCHEMA);
        stored.remove(ACME);
        registry.onTenantChange(new TenantChange.Dropped(ACME.id(), SchemaName.of("as_it_is_called_now")));
        assertThat(registry.findByHost(ACME_HOST)).isEmpty();
        assertThat(registry.findBySchema(ACME_SCHEMA)).isEmpty();
    }

    @Test
    void forgetsTheTenantThatHadANameBefore() {
        stored.store(ACME);
        registry.findBySchema(ACME_SCHEMA);
        stored.remove(ACME);
        registry.onTenantChange(new TenantChange.Created(99, ACME_SCHEMA));
        assertThat(registry.findBySchema(ACME_SCHEMA)).isEmpty();
    }

    @Test
    void forgetsHostsThatLedNowhereWhenAnyTenantChanges() {
        registry.findByHost(ACME_HOST);
        stored.store(ACME);
        registry.onTenantChange(new TenantChange.Changed(ACME.id(), ACME_SCHEMA));
        assertThat(registry.findByHost(ACME_HOST)).contains(ACME);
    }

    @Test
    void keepsAllOfItWhenASchemaIsMigrated() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        registry.findBySchema(SchemaName.of("globex"));
        registry.onTenantChange(new TenantChange.Migrated(ACME_SCHEMA));
        registry.findByHost(ACME_HOST);
        registry.findBySchema(SchemaName.of("globex"));
        assertThat(stored.lookups()).isEqualTo(2);
    }

    @Test
    void keepsTenantsThatDidNotChange() {
        stored.store(ACME);
        registry.findByHost(ACME_HOST);
        registry.onTenantChange(new TenantChange.Changed(99, SchemaName.of("globex")));
        registry.findByHost(ACME_HOST);
        assertThat(stored.lookups()).isOne();
    }

    @Test
    void doesNotRememberWhatWasReadBeforeAChange() {
        stored.store(ACME);
        stored.onceBeforeAnswering(() -> {
            stored.store(SUSPENDED);
            registry.onTenantChange(new TenantChange.Changed(ACME.id(), ACME_SCHEMA));
        });
        registry.findByHost(ACME_HOST);
        assertThat(registry.findByHost(ACME_HOST)).contains(SUSPENDED);
    }
}
