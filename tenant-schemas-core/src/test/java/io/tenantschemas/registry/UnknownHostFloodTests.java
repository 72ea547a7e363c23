package io.tenantschemas.registry;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What becomes of tenants, of the database and of memory while somebody tries out hosts by the thousand. */
@Timeout(180)
class UnknownHostFloodTests {

    private static final int PER_SECOND = 100;

    private static final int ROOM = 1_000;

    private static final Tenant ACME = tenant(1, "acme");

    private static final Tenant GLOBEX = tenant(2, "globex");

    private static final SchemaName UNKNOWN_SCHEMA = SchemaName.of("unknown");

    private final AtomicLong nanos = new AtomicLong();

    private final CountingRegistry stored = new CountingRegistry();

    private final CachingTenantRegistry registry = caching(ROOM);

    private int flooded;

    private CachingTenantRegistry caching(int room) {
        return new CachingTenantRegistry(stored, Duration.ofMinutes(1), room, PER_SECOND, nanos::get);
    }

    private static Tenant tenant(long id, String schema) {
        return new Tenant(
                id,
                SchemaName.of(schema),
                TenantStatus.ACTIVE,
                List.of(new Domain(HostName.of(schema + ".example.com"), true)));
    }

    private static HostName host(Tenant tenant) {
        return tenant.domains().get(0).host();
    }

    @AfterEach
    void endTransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Asks for so many hosts that nobody has, each another one, with some time after each. */
    private void flood(CachingTenantRegistry registry, int hosts, Duration pause) {
        for (int number = 0; number < hosts; number++) {
            ask(registry, HostName.of("random-" + flooded++ + ".example.com"));
            pass(pause);
        }
    }

    private void flood() {
        flood(registry, 2 * PER_SECOND, Duration.ZERO);
    }

    private static void ask(CachingTenantRegistry registry, HostName host) {
        try {
            assertThat(registry.findByHost(host)).isEmpty();
        } catch (TenantLookupRefusedException refused) {
            assertThat(refused.name()).isEqualTo(host.value());
        }
    }

    private void assertRefused(HostName host) {
        assertThatExceptionOfType(TenantLookupRefusedException.class).isThrownBy(() -> registry.findByHost(host));
    }

    @Test
    void boundsWhatAMillionUnknownHostsDo() {
        int million = 1_000_000;
        int seconds = 100;
        flood(registry, million, Duration.ofSeconds(seconds).dividedBy(million));
        assertThat(stored.lookups()).isBetween((long) PER_SECOND * seconds, (long) PER_SECOND * (seconds + 1));
        // One for each minute that has begun.
        assertThat(stored.readings()).isEqualTo(2);
        assertThat(registry.size()).isLessThanOrEqualTo(ROOM);
        assertThat(registry.hostLookups())
                .isEqualTo(new LookupCounts(0, 0, stored.lookups(), 0, million - stored.lookups()));
    }

    @Test
    void keepsNothingOfWhatItRefused() {
        Duration pause = Duration.ofMillis(1);
        flood(registry, 100_000, pause);
        long before = liveHeap();
        flood(registry, 900_000, pause);
        // A host takes some 100 bytes wherever it is kept, so that all of them would take 90 MB.
        assertThat(liveHeap() - before).isLessThan(8L << 20);
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void refusesNobodyAfterARestart() {
        List<Tenant> tenants = IntStream.range(0, 10_000)
                .mapToObj(number -> tenant(number, "tenant_" + number))
                .toList();
        tenants.forEach(stored::store);
        tenants.forEach(tenant -> assertThat(registry.findByHost(host(tenant))).contains(tenant));
        assertThat(stored.lookups()).isEqualTo(10_000);
        assertThat(stored.readings()).isZero();
    }

    @Test
    void remembersNoMoreTenantsThanThereIsRoomFor() {
        IntStream.range(0, 10_000).forEach(number -> stored.store(tenant(number, "tenant_" + number)));
        IntStream.range(0, 10_000)
                .forEach(number -> registry.findByHost(HostName.of("tenant_" + number + ".example.com")));
        // Once as what they are, and once as familiar.
        assertThat(registry.size()).isLessThanOrEqualTo(2 * ROOM);
        flood();
        // The roll call makes hosts and schemas familiar.
        assertThat(stored.readings()).isOne();
        assertThat(registry.size()).isLessThanOrEqualTo(4 * ROOM);
    }

    @Test
    void asksAgainForAKnownTenantWhenTheTimeLimitIsUp() {
        stored.store(ACME);
        registry.findByHost(host(ACME));
        stored.failToRead();
        pass(Duration.ofMinutes(2));
        flood();
        Tenant suspended = new Tenant(1, ACME.schema(), TenantStatus.SUSPENDED, ACME.domains());
        stored.store(suspended);
        assertThat(registry.findByHost(host(ACME))).contains(suspended);
    }

    @Test
    void asksAgainForAKnownTenantWhenEverythingIsForgotten() {
        stored.store(ACME);
        registry.findByHost(host(ACME));
        stored.failToRead();
        flood();
        registry.onTenantChange(new TenantChange.Everything());
        assertThat(registry.findByHost(host(ACME))).contains(ACME);
    }

    @Test
    void findsATenantForWhichNobodyAskedBefore() {
        stored.store(ACME);
        flood();
        assertThat(registry.findByHost(host(ACME))).contains(ACME);
        assertThat(registry.findByRequestedSchema(ACME.schema())).contains(ACME);
    }

    @Test
    void readsWhoIsThereOnceAMinute() {
        flood();
        stored.store(ACME);
        pass(Duration.ofSeconds(59));
        flood();
        assertRefused(host(ACME));
        assertThat(stored.readings()).isOne();
        pass(Duration.ofSeconds(1));
        flood();
        assertThat(registry.findByHost(host(ACME))).contains(ACME);
        assertThat(stored.readings()).isEqualTo(2);
    }

    @Test
    void doesNotReadWhoIsThereWhileThereAreFewMisses() {
        flood(registry, 1_000, Duration.ofMillis(10));
        assertThat(stored.lookups()).isEqualTo(1_000);
        assertThat(stored.readings()).isZero();
    }

    @Test
    void refusesTheRestWhenItCannotBeReadWhoIsThere() {
        stored.store(ACME);
        stored.failToRead();
        flood();
        assertRefused(host(ACME));
        assertThat(stored.readings()).isOne();
    }

    @Test
    void givesTenantsForWhichThereIsNoRoomTheChanceThatOthersHave() {
        stored.store(ACME);
        CachingTenantRegistry forgetful = caching(0);
        flood(forgetful, 2 * PER_SECOND, Duration.ZERO);
        assertThatExceptionOfType(TenantLookupRefusedException.class)
                .isThrownBy(() -> forgetful.findByHost(host(ACME)));
        pass(Duration.ofMillis(10));
        assertThat(forgetful.findByHost(host(ACME))).contains(ACME);
        assertThat(forgetful.findByHost(host(ACME))).contains(ACME);
    }

    @Test
    void refusesWhatIsNotKnownAndDoesNotRememberThat() {
        flood();
        assertRefused(host(ACME));
        pass(Duration.ofSeconds(1));
        assertThat(registry.findByHost(host(ACME))).isEmpty();
    }

    @Test
    void answersForHostsThatLedNowhereBefore() {
        registry.findByHost(host(ACME));
        flood();
        assertThat(registry.findByHost(host(ACME))).isEmpty();
    }

    @Test
    void treatsATenantThatIsGoneLikeAnybodyElse() {
        stored.store(ACME);
        registry.findByHost(host(ACME));
        stored.remove(ACME);
        registry.onTenantChange(new TenantChange.Dropped(ACME.id(), ACME.schema()));
        flood();
        assertThat(registry.findByHost(host(ACME))).isEmpty();
        pass(Duration.ofSeconds(61));
        flood();
        assertRefused(host(ACME));
    }

    @Test
    void refusesNothingThatCodeAsksBySchema() {
        stored.store(GLOBEX);
        stored.failToRead();
        flood();
        assertThat(registry.findBySchema(GLOBEX.schema())).contains(GLOBEX);
        assertThat(registry.findBySchema(UNKNOWN_SCHEMA)).isEmpty();
    }

    @Test
    void refusesSchemasThatRequestsNameOnTheSameAccount() {
        IntStream.range(0, PER_SECOND)
                .forEach(number -> registry.findByRequestedSchema(SchemaName.of("random_" + number)));
        assertRefused(host(ACME));
        assertThatExceptionOfType(TenantLookupRefusedException.class)
                .isThrownBy(() -> registry.findByRequestedSchema(UNKNOWN_SCHEMA));
        assertThat(registry.schemaLookups()).isEqualTo(new LookupCounts(0, 0, PER_SECOND, 0, 1));
    }

    @Test
    void refusesNothingInsideATransaction() {
        flood();
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThat(registry.findByHost(host(ACME))).isEmpty();
        assertThat(registry.findByRequestedSchema(UNKNOWN_SCHEMA)).isEmpty();
    }

    @Test
    void refusesNothingToCodeThatWaitedForARequest() throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        flood(registry, PER_SECOND, Duration.ZERO);
        stored.holdUpReading(mayRead);
        CompletableFuture<?> request =
                CompletableFuture.runAsync(() -> assertThatExceptionOfType(TenantLookupRefusedException.class)
                        .isThrownBy(() -> registry.findByRequestedSchema(UNKNOWN_SCHEMA)));
        Awaitility.await().until(() -> stored.readings() == 1);
        CompletableFuture<Optional<Tenant>> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> code.complete(registry.findBySchema(UNKNOWN_SCHEMA)));
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
        mayRead.countDown();
        assertThat(code.get(10, TimeUnit.SECONDS)).isEmpty();
        request.get(10, TimeUnit.SECONDS);
    }

    @Test
    void refusesALimitThatNothingCouldPass() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CachingTenantRegistry(stored, Duration.ofMinutes(1), ROOM, 0))
                .withMessageContaining("missesPerSecond");
    }

    /** A registry in memory that counts what it is asked. */
    private static final class CountingRegistry implements TenantRegistry {

        private final Map<HostName, Tenant> byHost = new ConcurrentHashMap<>();

        private final Map<SchemaName, Tenant> bySchema = new ConcurrentHashMap<>();

        private final AtomicLong lookups = new AtomicLong();

        private final AtomicLong readings = new AtomicLong();

        private volatile Runnable whenRead = () -> {};

        void store(Tenant tenant) {
            byHost.put(host(tenant), tenant);
            bySchema.put(tenant.schema(), tenant);
        }

        void remove(Tenant tenant) {
            byHost.remove(host(tenant));
            bySchema.remove(tenant.schema());
        }

        void failToRead() {
            whenRead = () -> {
                throw new IllegalStateException("no database");
            };
        }

        void holdUpReading(CountDownLatch until) {
            whenRead = () -> {
                try {
                    assertThat(until.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            };
        }

        long lookups() {
            return lookups.get();
        }

        long readings() {
            return readings.get();
        }

        @Override
        public Optional<Tenant> findByHost(HostName host) {
            lookups.incrementAndGet();
            return Optional.ofNullable(byHost.get(host));
        }

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            lookups.incrementAndGet();
            return Optional.ofNullable(bySchema.get(schema));
        }

        @Override
        public void forEach(Consumer<Tenant> action) {
            readings.incrementAndGet();
            whenRead.run();
            bySchema.values().forEach(action);
        }
    }
}
