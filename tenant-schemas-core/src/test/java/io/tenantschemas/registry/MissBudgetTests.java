package io.tenantschemas.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(30)
class MissBudgetTests {

    private static final Tenant ACME = new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    private final MissBudget budget = new MissBudget(4, nanos::get, Duration.ofMinutes(5));

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Returns how many of so many lookups that lead to nothing were made. */
    private int miss(int times) {
        return (int) IntStream.range(0, times)
                .filter(number -> isAllowed(Optional::empty))
                .count();
    }

    private boolean isAllowed(Supplier<Optional<Tenant>> lookup) {
        return isAllowed(budget, lookup);
    }

    private static boolean isAllowed(MissBudget budget, Supplier<Optional<Tenant>> lookup) {
        try {
            budget.spendOn("unknown.example.com", lookup);
            return true;
        } catch (TenantLookupRefusedException refused) {
            return false;
        }
    }

    @Test
    void allowsAsManyMissesAtOnceAsInASecond() {
        assertThat(miss(10)).isEqualTo(4);
    }

    @Test
    void allowsOneMoreAsSoonAsItsTimeHasCome() {
        miss(10);
        pass(Duration.ofMillis(250).minusNanos(1));
        assertThat(miss(1)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(miss(2)).isOne();
    }

    @Test
    void losesNothingByRounding() {
        miss(10);
        IntStream.range(0, 1_000).forEach(number -> {
            pass(Duration.ofNanos(250_001));
            budget.isSpent();
        });
        assertThat(miss(10)).isOne();
    }

    @Test
    void savesUpNoMoreThanASecondIsWorth() {
        miss(2);
        pass(Duration.ofDays(100_000));
        assertThat(miss(10)).isEqualTo(4);
    }

    @Test
    void savesUpNoMoreThanASecondIsWorthWithTheHighestLimit() {
        MissBudget highest = new MissBudget(Integer.MAX_VALUE, nanos::get);
        highest.spendOn("unknown.example.com", Optional::empty);
        pass(Duration.ofDays(100_000));
        assertThat(highest.isSpent()).isFalse();
    }

    @Test
    void takesNothingForTenants() {
        IntStream.range(0, 100)
                .forEach(number -> assertThat(budget.spendOn("acme.example.com", () -> Optional.of(ACME)))
                        .contains(ACME));
        assertThat(miss(10)).isEqualTo(4);
    }

    @Test
    void takesFailuresForMisses() {
        IntStream.range(0, 3)
                .forEach(number -> assertThatIllegalStateException()
                        .isThrownBy(() -> budget.spendOn("acme.example.com", () -> {
                            throw new IllegalStateException("no database");
                        })));
        assertThat(miss(10)).isOne();
    }

    @Test
    void saysWhatItRefuses() {
        miss(4);
        assertThatExceptionOfType(TenantLookupRefusedException.class)
                .isThrownBy(() -> budget.spendOn("unknown.example.com", Optional::empty))
                .withMessageContaining("'unknown.example.com'")
                .withMessageContaining("tenant-schemas.resolution.cache.misses-per-second")
                .returns("unknown.example.com", TenantLookupRefusedException::name);
    }

    @Test
    void letsNoMoreLookUpAtOnceThanCanBePaidFor() throws Exception {
        Crowd crowd = new Crowd(budget, Optional.empty());
        crowd.come(10, 4);
        crowd.goOn();
        assertThat(crowd.allowed).hasValue(4);
        assertThat(crowd.refused).hasValue(6);
    }

    @Test
    void countsOnNothingThatIsUnderWay() throws Exception {
        miss(3);
        Crowd crowd = new Crowd(budget, Optional.empty());
        crowd.come(4, 1);
        crowd.goOn();
        assertThat(crowd.allowed).hasValue(1);
        assertThat(crowd.refused).hasValue(3);
    }

    @Test
    void refusesNobodyInACrowdOfTenants() throws Exception {
        Crowd crowd = new Crowd(budget, Optional.of(ACME));
        crowd.come(50, 4);
        crowd.goOn();
        assertThat(crowd.allowed).hasValue(50);
    }

    @Test
    void letsNobodyWaitInAFlood() throws Exception {
        miss(10);
        pass(Duration.ofMillis(250));
        Crowd crowd = new Crowd(budget, Optional.of(ACME));
        crowd.come(1, 1);
        assertThat(budget.isSpent()).isTrue();
        assertThat(isAllowed(Optional::empty)).isFalse();
        crowd.goOn();
        assertThat(miss(2)).isOne();
    }

    @Test
    void letsOthersWaitAgainWhenTheFloodIsOver() throws Exception {
        miss(10);
        pass(Duration.ofSeconds(1));
        Crowd crowd = new Crowd(budget, Optional.of(ACME));
        crowd.come(10, 4);
        assertThat(budget.isSpent()).isFalse();
        crowd.goOn();
        assertThat(crowd.allowed).hasValue(10);
    }

    @Test
    void losesItsPatienceWhenLookupsTakeTooLong() throws Exception {
        MissBudget impatient = new MissBudget(1, nanos::get, Duration.ofMillis(1));
        Crowd crowd = new Crowd(impatient, Optional.of(ACME));
        crowd.come(1, 1);
        assertThatExceptionOfType(TenantLookupRefusedException.class)
                .isThrownBy(() -> impatient.spendOn("unknown.example.com", Optional::empty));
        crowd.goOn();
        assertThat(crowd.allowed).hasValue(1);
    }

    @Test
    void doesNotWaitInAThreadThatIsToEnd() throws Exception {
        Crowd crowd = new Crowd(budget, Optional.of(ACME));
        crowd.come(4, 4);
        Thread.currentThread().interrupt();
        assertThat(isAllowed(Optional::empty)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        crowd.goOn();
    }

    /** Threads that look something up at the same time. */
    private static final class Crowd {

        private final MissBudget budget;

        private final Optional<Tenant> found;

        private final AtomicInteger inside = new AtomicInteger();

        private final AtomicInteger allowed = new AtomicInteger();

        private final AtomicInteger refused = new AtomicInteger();

        private final CountDownLatch mayGoOn = new CountDownLatch(1);

        private List<Thread> threads = List.of();

        Crowd(MissBudget budget, Optional<Tenant> found) {
            this.budget = budget;
            this.found = found;
        }

        /** Returns when so many are in the middle of a lookup, and all others wait for their turn. */
        void come(int size, int expectedInside) {
            threads = IntStream.range(0, size)
                    .mapToObj(number -> new Thread(this::lookUp))
                    .toList();
            threads.forEach(Thread::start);
            Awaitility.await()
                    .until(() ->
                            inside.get() >= expectedInside && threads.stream().allMatch(Crowd::isWaiting));
            assertThat(inside).hasValue(expectedInside);
        }

        private static boolean isWaiting(Thread thread) {
            return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
        }

        private void lookUp() {
            (isAllowed(budget, this::hold) ? allowed : refused).incrementAndGet();
        }

        private Optional<Tenant> hold() {
            inside.incrementAndGet();
            try {
                assertThat(mayGoOn.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return found;
        }

        void goOn() throws InterruptedException {
            mayGoOn.countDown();
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        }
    }
}
