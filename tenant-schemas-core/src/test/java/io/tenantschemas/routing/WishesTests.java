package io.tenantschemas.routing;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets a connection of those who wait for one. */
class WishesTests {

    private static final long PATIENCE = 50;

    private final ReentrantLock lock = new ReentrantLock();

    private final Wishes wishes = new Wishes(PATIENCE);

    @BeforeEach
    void lock() {
        lock.lock();
    }

    @AfterEach
    void unlock() {
        lock.unlock();
    }

    private Wish wish(@Nullable Long tenant, long since) {
        Wish wish = new Wish(tenant, since, lock.newCondition());
        wishes.add(wish);
        return wish;
    }

    private Wish wishForAny(@Nullable Long tenant, long since) {
        Wish wish = wish(tenant, since);
        wish.takeAny();
        return wish;
    }

    private static WarmConnection connectionOf(long... tenants) {
        WarmConnection connection = new WarmConnection();
        for (long tenant : tenants) {
            connection.use(tenant, 0);
        }
        return connection;
    }

    private Optional<Wish> nextFor(long... tenants) {
        return wishes.forConnection(connectionOf(tenants));
    }

    @Test
    void theFirstOfItsTenantsGetsIt() {
        wish(1L, 0);
        Wish second = wish(2L, 1);
        wish(2L, 2);

        assertThat(nextFor(2)).contains(second);
        assertThat(nextFor(3)).isEmpty();
    }

    @Test
    void itsTenantComesBeforeOneWhoCameALittleEarlier() {
        Wish any = wishForAny(1L, 0);
        Wish own = wish(2L, PATIENCE);

        assertThat(nextFor(2)).contains(own);
        assertThat(nextFor(3)).contains(any);
        assertThat(nextFor(1, 2)).contains(any);
    }

    @Test
    void anotherOneMayDoForATenantToo() {
        WarmConnection another = connectionOf(3);
        Wish visitor = wish(2L, 0);
        visitor.takeAlso(another);

        assertThat(wishes.forConnection(another)).contains(visitor);
        assertThat(nextFor(2)).contains(visitor);
        assertThat(nextFor(3)).isEmpty();
    }

    @Test
    void nobodyIsPassedOverForLonger() {
        Wish any = wishForAny(1L, 0);
        wish(2L, PATIENCE + 1);

        assertThat(nextFor(2)).contains(any);
    }

    @Test
    void whoeverBelongsToNobodyTakesAny() {
        Wish shared = wishForAny(null, 0);

        assertThat(nextFor(2)).contains(shared);
    }

    @Test
    void whatIsGrantedOrSentAwayGetsNothingMore() {
        Wish own = wish(2L, 0);
        own.grant(connectionOf(2), 0);
        assertThat(nextFor(2)).isEmpty();

        Wish any = wishForAny(2L, 0);
        wishes.sendFirstAway();
        assertThat(any.isOpen()).isFalse();
        assertThat(nextFor(2)).isEmpty();
    }

    @Test
    void onlyThoseAreSentAwayToWhomAnyWillDo() {
        Wish own = wish(1L, 0);
        Wish first = wishForAny(2L, 1);
        Wish second = wishForAny(3L, 2);

        wishes.sendFirstAway();
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();

        wishes.sendAllAway();
        assertThat(second.isOpen()).isFalse();
        assertThat(own.isOpen()).isTrue();
    }

    @Test
    void whoeverIsSentAwayWaitsNoLonger() throws InterruptedException {
        Wish any = wishForAny(1L, 0);
        wishes.sendFirstAway();

        assertThat(any.await(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(any.granted()).isNull();
    }

    @Test
    void whoeverLeftGetsNothing() {
        wishes.remove(wish(1L, 0));

        assertThat(nextFor(1)).isEmpty();
        assertThat(wishes.number()).isZero();
    }
}
