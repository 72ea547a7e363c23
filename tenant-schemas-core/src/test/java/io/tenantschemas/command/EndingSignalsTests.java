package io.tenantschemas.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.tenantschemas.migrate.MigrationStop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What becomes of a run by signals; that they arrive is shown with a process of its own. */
class EndingSignalsTests {

    private static final int HUP = 1;

    private static final int INT = 2;

    private static final int TERM = 15;

    private final MigrationStop stop = new MigrationStop();

    private final StringWriter err = new StringWriter();

    private final List<Integer> halts = new CopyOnWriteArrayList<>();

    private final List<Integer> meanwhile = new ArrayList<>();

    private final EndingSignals signals = signals(new PrintWriter(err));

    /** Returns signals after each of which the others arrive before it is said what the next one does. */
    private EndingSignals signals(PrintWriter err) {
        return new EndingSignals(stop, err, halts::add, () -> meanwhile.forEach(this::receive));
    }

    private void receive(int signal) {
        signals.receive(signal);
    }

    @Test
    void withoutAnyTheRunGoesOn() {
        assertThat(signals.exitCode()).isEmpty();
        assertThat(stop.isRequested()).isFalse();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theFirstLetsFinishWhatIsRunning() {
        signals.receive(INT);
        assertThat(stop.isRequested()).isTrue();
        assertThat(stop.isInterrupted()).isFalse();
        assertThat(signals.exitCode()).hasValue(130);
        assertThat(err.toString()).startsWith("Stopping.").contains("once more");
    }

    @Test
    void theSecondBreaksOffWhatIsRunning() {
        signals.receive(HUP);
        signals.receive(INT);
        assertThat(stop.isInterrupted()).isTrue();
        assertThat(halts).isEmpty();
        assertThat(signals.exitCode()).hasValue(129);
    }

    @Test
    void theThirdEndsTheProcess() {
        signals.receive(TERM);
        signals.receive(TERM);
        signals.receive(INT);
        assertThat(halts).containsExactly(143);
    }

    @Test
    void thoseThatArriveTogetherAreOne() {
        meanwhile.addAll(List.of(TERM, HUP, TERM));
        signals.receive(TERM);
        assertThat(stop.isRequested()).isTrue();
        assertThat(stop.isInterrupted()).isFalse();
        assertThat(err.toString().lines()).singleElement().asString().startsWith("Stopping.");
        signals.receive(HUP);
        assertThat(stop.isInterrupted()).isTrue();
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(halts).isEmpty();
        signals.receive(HUP);
        assertThat(halts).containsExactly(143);
    }

    @Test
    void whoHasReadWhatTheNextOneDoesMeansThatOne() {
        List<String> read = new ArrayList<>();
        AtomicReference<EndingSignals> told = new AtomicReference<>();
        EndingSignals quick = new EndingSignals(
                stop,
                new PrintWriter(new Answering(line -> {
                    read.add(line);
                    Objects.requireNonNull(told.get()).receive(INT);
                })),
                halts::add,
                () -> {});
        told.set(quick);
        quick.receive(INT);
        assertThat(read).hasSize(2);
        assertThat(halts).containsExactly(130);
    }

    @Test
    void doNotWaitForAnybodyToReadWhatIsSaid() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        EndingSignals unread = new EndingSignals(
                stop, new PrintWriter(new Answering(line -> awaitUninterruptibly(reading))), halts::add, () -> {});
        List<Thread> threads = new ArrayList<>();
        try {
            threads.add(deliver(unread));
            await().until(stop::isRequested);
            await().until(() -> {
                // The one before may not have said yet that it is another.
                threads.add(deliver(unread));
                return stop.isInterrupted();
            });
            // Who ends the run asks for that.
            assertThat(unread.exitCode()).hasValue(143);
            await().until(() -> {
                threads.add(deliver(unread));
                return !halts.isEmpty();
            });
            assertThat(halts).contains(143);
        } finally {
            reading.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void areHeardAlsoAfterOneThatCouldNotBeHeeded() {
        stop.whenInterrupted(() -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        AtomicReference<String> other = new AtomicReference<>();
        stop.whenInterrupted(() -> other.set("broken off"));
        signals.receive(TERM);
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> signals.receive(TERM));
        assertThat(other).hasValue("broken off");
        assertThat(err.toString().lines()).hasSize(2);
        signals.receive(TERM);
        assertThat(halts).containsExactly(143);
    }

    @Test
    void nothingIsSaidWhenTheRunIsOver() {
        EndingSignals late = new EndingSignals(stop, new PrintWriter(err), halts::add, () -> {});
        late.close();
        late.receive(TERM);
        assertThat(stop.isRequested()).isTrue();
        assertThat(err.toString()).isEmpty();
    }

    private static Thread deliver(EndingSignals signals) {
        Thread thread = new Thread(() -> signals.receive(TERM), "signal");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException nobodyDoesThat) {
            throw new IllegalStateException(nobodyDoesThat);
        }
    }

    /** Does something with each line, before it is known whether it was written. */
    private static final class Answering extends Writer {

        private final Consumer<String> action;

        private Answering(Consumer<String> action) {
            this.action = action;
        }

        @Override
        public void write(char[] letters, int offset, int length) {
            String line = new String(letters, offset, length).strip();
            if (!line.isEmpty()) {
                action.accept(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
