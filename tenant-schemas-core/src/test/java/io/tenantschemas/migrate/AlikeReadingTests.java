package io.tenantschemas.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AlikeReadingTests {

    /** What the migrator was asked. */
    private final List<List<MigrationTarget>> asked = Collections.synchronizedList(new ArrayList<>());

    private Function<List<MigrationTarget>, List<AlikeTargets>> answer = AlikeReadingTests::byLastDigit;

    private static List<MigrationTarget> targets(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> MigrationTarget.tenant(SchemaName.of("t" + i)))
                .toList();
    }

    private static char lastDigit(MigrationTarget target) {
        String name = target.toString();
        return name.charAt(name.length() - 1);
    }

    private static List<AlikeTargets> byLastDigit(List<MigrationTarget> targets) {
        return targets.stream()
                .map(AlikeReadingTests::lastDigit)
                .distinct()
                .map(digit -> new AlikeTargets(
                        targets.stream()
                                .filter(target -> lastDigit(target) == digit)
                                .toList(),
                        digit))
                .toList();
    }

    private List<AlikeTargets> read(List<MigrationTarget> targets, int parallelism) {
        return new AlikeReading(new Asked(), parallelism).alike(targets);
    }

    @Test
    void asksAboutFewAtOnce() {
        List<MigrationTarget> few = targets(2 * AlikeReading.SMALLEST_PART - 1);
        assertThat(read(few, 4)).isEqualTo(byLastDigit(few));
        assertThat(asked).containsExactly(few);
    }

    @Test
    void asksAboutManyOnOneConnectionWhereThereIsToBeOneOnly() {
        List<MigrationTarget> many = targets(5000);
        read(many, 1);
        assertThat(asked).containsExactly(many);
    }

    @Test
    void findsThoseThatAreAlikeWhoeverAskedAboutThem() {
        List<MigrationTarget> many = targets(5001);
        assertThat(read(many, 3)).isEqualTo(byLastDigit(many));
        assertThat(asked)
                .hasSize(3)
                .allSatisfy(part -> assertThat(part).hasSize(1667))
                .flatMap(part -> part)
                .containsExactlyInAnyOrderElementsOf(many);
    }

    @Test
    void asksOnFourConnectionsAtMostAtTheSameTime() {
        CountDownLatch four = new CountDownLatch(4);
        answer = part -> {
            four.countDown();
            await(four);
            return byLastDigit(part);
        };
        read(targets(5000), 16);
        assertThat(asked).hasSize(4);
    }

    @Test
    void readsOnceMoreThoseForWhomThereWasNoConnectionMeanwhile() {
        AtomicInteger refusals = new AtomicInteger(2);
        answer = part -> {
            if (!part.get(0).toString().equals("t0") && refusals.getAndDecrement() > 0) {
                throw new DatabaseUnreachableException(new SQLException("no connection within a second"));
            }
            return byLastDigit(part);
        };
        List<MigrationTarget> many = targets(1500);
        assertThat(read(many, 3)).isEqualTo(byLastDigit(many));
        assertThat(asked).hasSize(5);
    }

    @Test
    void failsWhereNobodyCanBeAsked() {
        answer = part -> {
            throw new DatabaseUnreachableException(new SQLException("refused"));
        };
        assertThatExceptionOfType(DatabaseUnreachableException.class).isThrownBy(() -> read(targets(1500), 3));
        assertThat(asked).hasSize(3);
    }

    @Test
    void failsAsOneOfThemDoesAndLeavesNobodyAtWork() {
        AtomicInteger through = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);
        answer = part -> {
            if (part.get(0).toString().equals("t0")) {
                failed.countDown();
                throw new UnsupportedOperationException("no such table");
            }
            await(failed);
            pause();
            through.incrementAndGet();
            return byLastDigit(part);
        };
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> read(targets(1500), 3));
        assertThat(through).hasValue(2);
    }

    /** Leaves time for whoever does not wait. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private final class Asked extends RefusingMigrator {

        @Override
        public List<AlikeTargets> alike(List<MigrationTarget> targets) {
            asked.add(targets);
            return answer.apply(targets);
        }
    }
}
