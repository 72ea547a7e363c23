package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.tenantschemas.migrate.MigrationQueue.Turn;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.Migrated;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whose turn it is, and who comes again. */
@Timeout(20)
class MigrationQueueTests {

    private static final MigrationTarget ACME = MigrationTarget.tenant(SchemaName.of("acme"));

    private static final MigrationTarget GLOBEX = MigrationTarget.tenant(SchemaName.of("globex"));

    private MigrationQueue queue = new MigrationQueue(List.of(ACME, GLOBEX), false);

    private Turn next() throws InterruptedException {
        return Objects.requireNonNull(queue.next());
    }

    private static Migrated migrated(MigrationTarget target) {
        return new Migrated(target, null, "1", 1, Duration.ZERO);
    }

    private static Failed failed(MigrationTarget target, String sqlState, boolean undone) {
        return new Failed(target, new MigrationFailure("refused", null, null, null, sqlState, null, null, undone));
    }

    @Test
    void eachHasItsTurnInOrder() throws InterruptedException {
        Turn acme = next();
        Turn globex = next();

        assertThat(queue.target(acme)).isEqualTo(ACME);
        assertThat(queue.target(globex)).isEqualTo(GLOBEX);
        assertThat(queue.finish(globex, migrated(GLOBEX))).isTrue();
        assertThat(queue.finish(acme, migrated(ACME))).isTrue();
        assertThat(queue.next()).isNull();
        assertThat(queue.results()).containsExactly(migrated(ACME), migrated(GLOBEX));
    }

    @Test
    void whoWaitedForALockComesAgainAFewTimesAndLater() throws InterruptedException {
        queue = new MigrationQueue(List.of(ACME), false);
        long start = System.nanoTime();
        Turn turn = next();
        assertThat(queue.finish(turn, failed(ACME, "55P03", true))).isFalse();
        turn = next();
        assertThat(turn.tries()).isEqualTo(2);
        // At least half of 200 ms.
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(queue.finish(turn, migrated(ACME))).isTrue();
        assertThat(queue.results()).containsExactly(migrated(ACME));
    }

    @Test
    void theLastOfItsFailuresStays() throws InterruptedException {
        queue = new MigrationQueue(List.of(ACME), false);
        Turn last = new Turn(0, MigrationQueue.TRIES, 0);
        next();

        assertThat(queue.finish(last, failed(ACME, "40P01", true))).isTrue();
        assertThat(queue.next()).isNull();
        assertThat(queue.results()).containsExactly(failed(ACME, "40P01", true));
    }

    @Test
    void whoFailedForAnythingElseDoesNotComeAgain() throws InterruptedException {
        assertThat(queue.finish(next(), failed(ACME, "23505", true))).isTrue();
        assertThat(queue.finish(next(), failed(GLOBEX, "55P03", false)))
                .as("something of it stayed")
                .isTrue();
        assertThat(queue.next()).isNull();
    }

    @Test
    void whomAnotherProcessIsAtComesAgainHoweverOften() throws InterruptedException {
        queue = new MigrationQueue(List.of(ACME), false);
        for (int i = 0; i < MigrationQueue.TRIES + 1; i++) {
            queue.putOff(next());
        }
        assertThat(next().tries()).isOne();
    }

    @Test
    void waitsForThoseWhoMayComeAgain() throws Exception {
        queue = new MigrationQueue(List.of(ACME), false);
        Turn running = next();
        Turn[] found = new Turn[1];
        Thread other = new Thread(() -> {
            try {
                found[0] = queue.next();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        await().until(() -> other.getState() == Thread.State.TIMED_WAITING);
        queue.putOff(running);
        // Less than it would wait by itself.
        other.join(4_000);

        assertThat(found[0]).isNotNull();
    }

    @Test
    void nobodyComesAfterAFailureWhereThatIsAskedFor() throws InterruptedException {
        queue = new MigrationQueue(List.of(ACME, GLOBEX), true);
        assertThat(queue.finish(next(), failed(ACME, "23505", true))).isTrue();

        assertThat(queue.isStopped()).isTrue();
        assertThat(queue.next()).isNull();
        assertThat(queue.results()).containsExactly(failed(ACME, "23505", true), new NotTried(GLOBEX));
    }

    @Test
    void knowsWhoseFailureIsTheLastBecauseItWasStopped() throws InterruptedException {
        queue.finish(next(), failed(ACME, "55P03", true));
        queue.putOff(next());
        assertThat(queue.givenUp()).containsExactly(failed(ACME, "55P03", true));
        queue.stop();

        assertThat(queue.next()).isNull();
        assertThat(queue.results()).containsExactly(failed(ACME, "55P03", true), new NotTried(GLOBEX));
    }
}
