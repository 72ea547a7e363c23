package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.tenantschemas.context.SchemaReadiness.State;

/**
 * Asks the database, in one thread of its own and for all who want to know: however many requests there are, they take one
 * connection, and those for one tenant ask once. Nobody who wants to know has to put up with more than the time that is worth it.
 */
final class SchemaQuestions implements AutoCloseable {

    /** So many threads wait at most, half as many as a servlet container mostly has: the others are for those who need not ask. */
    static final int SEATS = 100;

    private static final int MOST_AT_ONCE = 100;

    /** So many times as long as a request waits whoever has the time. */
    private static final int LONGER = 30;

    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long IDLE = TimeUnit.SECONDS.toNanos(10);

    private final OpenQuestions open = new OpenQuestions();

    private final Semaphore seats = new Semaphore(SEATS);

    private final ThreadPoolExecutor asker = new ThreadPoolExecutor(
            1, 1, IDLE, TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(), SchemaQuestions::thread);

    private final SchemaStates states;

    private final Duration patience;

    private final LongSupplier nanoTime;

    /** Of use to the asker only. */
    private int atOnce = 1;

    private volatile Asking asking = new Asking(List.of(), 0);

    /**
     * Creates them. The thread is there while there is something to ask, and for a while after that.
     *
     * @param patience for how long one waits who knew nothing before, and for how long the database may take over an answer until
     *     nobody waits any more
     */
    SchemaQuestions(SchemaStates states, Duration patience, LongSupplier nanoTime) {
        this.states = states;
        this.patience = patience;
        this.nanoTime = nanoTime;
        asker.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        // Inherits nothing of the request that happens to be the first.
        Thread thread = new Thread(null, work, "tenant-schemas-readiness", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns the answer to a question that was open. What it was of late, or nothing, is what it gets that is not worth waiting:
     * because there is an answer of late, because the database has kept others waiting for too long already, or because too many
     * wait.
     */
    State ask(SchemaQuestion question) {
        states.makeReady();
        if (isWorthWaiting(question) && seats.tryAcquire()) {
            try {
                if (open.addWaitedFor(question)) {
                    askSoon(question);
                }
                await(question);
            } finally {
                seats.release();
            }
        } else if (open.add(question)) {
            askSoon(question);
        }
        return question.state();
    }

    /**
     * Finds the answers to all of them, without coming before those who wait. Waits far longer than those do, because nobody else has
     * to wait for this thread: for as long as the database answers, and half a minute longer than a pool mostly takes to say that
     * there is no connection.
     */
    void askAll(List<SchemaQuestion> questions) {
        if (questions.isEmpty()) {
            return;
        }
        states.makeReady();
        // All of them first: otherwise the asker would begin with a few.
        questions.stream().filter(open::add).toList().forEach(this::askSoon);
        try {
            for (SchemaQuestion question : questions) {
                awaitPatiently(question);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPatiently(SchemaQuestion question) throws InterruptedException {
        long rest = remaining(patience.multipliedBy(LONGER));
        while (rest > 0 && !question.await(rest)) {
            rest = remaining(patience.multipliedBy(LONGER));
        }
    }

    private boolean isWorthWaiting(SchemaQuestion question) {
        // Who was behind a moment ago mostly is, and waits for nobody else.
        return question.isAskedForTheFirstTime() ? remaining(patience) > 0 : asking.isOver();
    }

    private void askSoon(SchemaQuestion question) {
        try {
            // One for each, some of which find nothing left to do: so none is forgotten.
            asker.execute(this::askSome);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            answer(question, State.UNKNOWN);
        }
    }

    private void await(SchemaQuestion question) {
        try {
            question.await(remaining(patience));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns for how long it is worth waiting: for no time once the database has taken as long as that without an answer. */
    private long remaining(Duration most) {
        Asking now = asking;
        return now.isOver() ? most.toNanos() : most.toNanos() - (nanoTime.getAsLong() - now.since());
    }

    private void askSome() {
        List<SchemaQuestion> together = open.take(atOnce);
        if (together.isEmpty()) {
            return;
        }
        long start = nanoTime.getAsLong();
        asking = new Asking(together, start);
        try {
            if (!states.find(together, this::answer)) {
                // Each of the others would take as long to learn the same. Whoever asks again asks the database again.
                open.take(Integer.MAX_VALUE).forEach(question -> answer(question, State.UNKNOWN));
            }
        } finally {
            // Nobody is to wait for an answer that does not come.
            together.forEach(question -> answer(question, State.UNKNOWN));
            // Where each is asked about by itself, those who come meanwhile are not to wait for a hundred others.
            atOnce = nanoTime.getAsLong() - start > LONG ? Math.max(1, atOnce / 2) : Math.min(MOST_AT_ONCE, atOnce * 2);
        }
    }

    private void answer(SchemaQuestion question, State state) {
        question.answer(state, nanoTime.getAsLong());
    }

    /** Breaks off what is being asked, and asks nothing any more: all that is not known remains so. */
    @Override
    public void close() {
        asker.shutdownNow();
        open.take(Integer.MAX_VALUE).forEach(question -> answer(question, State.UNKNOWN));
    }

    /** What is being asked, or was. */
    private record Asking(List<SchemaQuestion> questions, long since) {

        boolean isOver() {
            return questions.stream().noneMatch(SchemaQuestion::isOpen);
        }
    }
}
