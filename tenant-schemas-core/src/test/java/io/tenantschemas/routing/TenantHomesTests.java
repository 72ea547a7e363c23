package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of the connections that wait a tenant gets. */
class TenantHomesTests {

    private static final int MAXIMUM = 8;

    private final List<Session> sessions = new ArrayList<>();

    private final Set<Session> forgotten = new HashSet<>();

    private final Set<Connection> closed = new HashSet<>();

    private final List<Connection> connections = new ArrayList<>();

    private TenantHomes homes = new TenantHomes(MAXIMUM);

    private Session session() throws SQLException {
        Connection connection = connection();
        connections.add(connection);
        Session session = Session.of(connection);
        sessions.add(session);
        return session;
    }

    /** Returns a connection that waits, after it has served these. */
    private Session waitingAfter(long... tenants) throws SQLException {
        Session session = session();
        homes.use(session, null, 0);
        await(session, tenants);
        return session;
    }

    private void await(Session session, long... tenants) {
        for (long tenant : tenants) {
            homes.use(session, tenant, 0);
        }
        homes.leave(session);
        homes.await(homes.idle(session));
    }

    private void forget(Session session) {
        forgotten.add(session);
        homes.forget(session);
    }

    private @Nullable Session stranger(@Nullable Long tenant) {
        return sessionOf(homes.takeForStranger(tenant));
    }

    private @Nullable Session sessionOf(@Nullable WarmConnection connection) {
        return connection == null
                ? null
                : sessions.stream()
                        .filter(session -> !forgotten.contains(session) && homes.idle(session) == connection)
                        .findFirst()
                        .orElseThrow();
    }

    private static long[] several(long first, int number) {
        return LongStream.range(first, first + number).toArray();
    }

    @Test
    void theOneThatServedItLastComesFirst() throws SQLException {
        Session before = waitingAfter(2, 1);
        Session last = waitingAfter(1, 2);

        assertThat(sessionOf(homes.takeFor(1))).isEqualTo(before);
        assertThat(sessionOf(homes.takeFor(1))).isEqualTo(last);
        assertThat(homes.takeFor(1)).isNull();
        assertThat(homes.numberOfWaiting()).isZero();
    }

    @Test
    void aNewcomerGetsTheOneWithTheFewest() throws SQLException {
        waitingAfter(1, 2);
        Session fewest = waitingAfter(3);
        waitingAfter(4, 5, 6);

        assertThat(stranger(9L)).isEqualTo(fewest);
    }

    @Test
    void aVisitorGetsTheLatest() throws SQLException {
        homes.use(session(), 9L, 0);
        waitingAfter(1);
        Session latest = waitingAfter(2, 3, 4);

        assertThat(stranger(9L)).isEqualTo(latest);
    }

    @Test
    void whoeverBelongsToNobodyGetsTheLatestToo() throws SQLException {
        waitingAfter(1);
        Session latest = waitingAfter(2, 3, 4);

        assertThat(stranger(null)).isEqualTo(latest);
    }

    @Test
    void whoeverBelongsToNobodyLeavesTheFullestToItsTenants() throws SQLException {
        waitingAfter(1, 2);
        Session fewest = waitingAfter(3);
        waitingAfter(4, 5);
        homes.use(session(), 9L, 0);

        assertThat(stranger(null)).isEqualTo(fewest);
    }

    @Test
    void aVisitorGetsTheFullestWhileTheLatestIsInUse() throws SQLException {
        waitingAfter(1);
        Session fullest = waitingAfter(2, 3);
        waitingAfter(4);
        homes.use(session(), 9L, 0);

        assertThat(homes.takeForVisitors()).isNull();
        assertThat(stranger(9L)).isEqualTo(fullest);
    }

    @Test
    void theLatestIsForVisitors() throws SQLException {
        waitingAfter(1, 2);
        Session latest = waitingAfter(3);

        assertThat(sessionOf(homes.takeForVisitors())).isEqualTo(latest);
        assertThat(homes.takeForVisitors()).isNull();
        assertThat(homes.hasAnotherForVisitors(1)).isTrue();
        assertThat(homes.hasAnotherForVisitors(3)).as("at home there").isFalse();
    }

    @Test
    void theLatestIsWaitedForWhileSomebodyUsesIt() throws Exception {
        waitingAfter(1, 2);
        Session latest = session();
        homes.use(latest, 3L, 0);
        assertThat(homes.forVisitors()).as("the caller's own").isNull();
        homes.leave(latest);
        Thread other = new Thread(() -> homes.use(latest, 3L, 0));
        other.start();
        other.join();
        assertThat(sessionOf(homes.forVisitors())).isEqualTo(latest);
        forget(latest);
        assertThat(homes.forVisitors()).isNull();
        assertThat(homes.hasAnotherForVisitors(1)).isFalse();
    }

    @Test
    void withoutALimitNoneIsForVisitors() throws SQLException {
        homes = new TenantHomes(0);
        waitingAfter(1);

        assertThat(homes.takeForVisitors()).isNull();
        assertThat(homes.forVisitors()).isNull();
        assertThat(homes.hasAnotherForVisitors(2)).isFalse();
    }

    @Test
    void withoutALimitAVisitorGetsTheOneWithTheFewest() throws SQLException {
        homes = new TenantHomes(0);
        homes.use(session(), 9L, 0);
        Session fewest = waitingAfter(1);
        waitingAfter(2, 3, 4);

        assertThat(stranger(9L)).isEqualTo(fewest);
    }

    @Test
    void nobodyNewComesWhereThereIsNoRoom() throws SQLException {
        waitingAfter(several(10, MAXIMUM * 7 / 8));
        Session latest = waitingAfter(several(30, MAXIMUM));

        assertThat(stranger(9L)).isEqualTo(latest);
    }

    @Test
    void somebodyNewComesWhereThereIsRoomYet() throws SQLException {
        Session withRoom = waitingAfter(several(10, MAXIMUM * 7 / 8 - 1));
        waitingAfter(several(30, MAXIMUM));

        assertThat(stranger(9L)).isEqualTo(withRoom);
    }

    @Test
    void theLatestIsKeptFreeOnceOneHadToBeReplaced() throws SQLException {
        waitingAfter(1, 2);
        waitingAfter(3, 4);
        Session withRoom = waitingAfter(5);
        Session full = waitingAfter(several(10, MAXIMUM));
        assertThat(sessionOf(homes.takeFor(10))).isEqualTo(full);
        forget(full);
        Session latest = waitingAfter();

        assertThat(stranger(10L)).isEqualTo(withRoom);
        homes.use(withRoom, 10L, 0);
        assertThat(stranger(10L)).isEqualTo(latest);
    }

    @Test
    void theLatestIsNotKeptFreeWhereThereAreFew() throws SQLException {
        waitingAfter(1, 2);
        waitingAfter(3, 4);
        Session full = session();
        homes.use(full, null, 0);
        for (long tenant : several(10, MAXIMUM)) {
            homes.use(full, tenant, 0);
        }
        forget(full);
        Session latest = waitingAfter();

        assertThat(stranger(10L)).isEqualTo(latest);
    }

    @Test
    void theLatestIsNotKeptFreeBecauseOneWasReplacedForSomethingElse() throws SQLException {
        waitingAfter(1, 2);
        waitingAfter(3, 4);
        waitingAfter(5, 6);
        Session spoilt = session();
        homes.use(spoilt, 10L, 0);
        forget(spoilt);
        Session latest = waitingAfter();

        assertThat(stranger(10L)).isEqualTo(latest);
    }

    @Test
    void whatThePoolHasClosedIsNobodysHome() throws SQLException {
        Session gone = session();
        homes.use(gone, 9L, 0);
        homes.leave(gone);
        Session fewest = waitingAfter(1);
        closed.addAll(connections.subList(0, 1));
        waitingAfter(2, 3);

        assertThat(stranger(9L)).as("a newcomer, no visitor").isEqualTo(fewest);
    }

    @Test
    void whatDoesNotReachTheServerIsNobodysHome() throws SQLException {
        Session session = waitingAfter(9);
        homes.forget(Objects.requireNonNull(homes.takeFor(9)));
        Session fewest = waitingAfter(1);
        waitingAfter(2, 3);

        assertThat(stranger(9L)).as("a newcomer, no visitor").isEqualTo(fewest);
        homes.beginToLeave(session, 0);
        assertThat(homes.takeFor(9)).isNull();
    }

    @Test
    void somebodyElsesUseIsWorthWaitingFor() throws Exception {
        Session session = session();
        homes.use(session, 1L, 0);
        assertThat(homes.isAnyInUseElsewhere()).as("the caller's own").isFalse();
        Thread other = new Thread(() -> homes.use(session, null, 0));
        other.start();
        other.join();
        assertThat(homes.isAnyInUseElsewhere()).isTrue();
    }

    @Test
    void isInUseElsewhereForAMomentOnly() throws Exception {
        Session session = session();
        Thread other = new Thread(() -> homes.use(session, 1L, 100));
        other.start();
        other.join();

        assertThat(homes.isInUseElsewhere(1, 50, 149)).isTrue();
        assertThat(homes.isInUseElsewhere(1, 50, 150)).isFalse();
        assertThat(homes.isInUseElsewhere(2, 50, 149)).isFalse();

        homes.leave(session);
        assertThat(homes.isInUseElsewhere(1, 50, 149)).as("another thread's").isTrue();
        homes.beginToLeave(session, 149);
        homes.leave(session);
        assertThat(homes.isInUseElsewhere(1, 50, 149)).isFalse();
    }

    @Test
    void theCallersOwnIsNotInUseElsewhere() throws SQLException {
        homes.use(session(), 1L, 100);

        assertThat(homes.isInUseElsewhere(1, 50, 149)).isFalse();
    }

    @Test
    void countsWhoGotOneThatHadServedIt() throws SQLException {
        Session session = session();
        homes.use(session, 1L, 0);
        homes.use(session, 2L, 0);
        homes.use(session, 1L, 0);
        homes.use(session, null, 0);

        assertThat(homes.timesElsewhere()).isEqualTo(2);
        assertThat(homes.timesAtHome()).isEqualTo(1);
    }

    @Test
    void thoseGoBackThatWaitedForLong() throws SQLException {
        Session session = waitingAfter(1);
        homes.takeFor(1);
        homes.idle(session).await(connection(), 100);
        homes.await(homes.idle(session));

        assertThat(homes.takeOver(50, 0, 149)).isEmpty();
        assertThat(homes.takeOver(50, 0, 150)).hasSize(1);
        assertThat(homes.numberOfWaiting()).isZero();
    }

    @Test
    void asManyGoBackAsOthersWaitFor() throws SQLException {
        for (long tenant = 1; tenant <= 3; tenant++) {
            Session session = waitingAfter(tenant);
            homes.takeFor(tenant);
            homes.idle(session).await(connection(), 100);
            homes.await(homes.idle(session));
        }

        assertThat(homes.takeOver(50, 2, 100)).hasSize(2);
        assertThat(homes.takeFor(3)).as("the one that came last").isNotNull();
    }

    private Connection connection() {
        return DriverConnection.open(closed::contains, closed::add);
    }
}
