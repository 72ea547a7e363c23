package io.tenantschemas.migrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.tenantschemas.context.SchemaReadiness.State;

/**
 * Asks the database, one thread at a time and for all who wait: however many requests there are, they take one connection, and those
 * for one tenant ask once.
 */
final class SchemaQuestions {

    private static final int AT_ONCE = 100;

    private final Set<SchemaQuestion> waiting = ConcurrentHashMap.newKeySet();

    private final Lock turn = new ReentrantLock();

    private final SchemaStates states;

    private final Duration patience;

    private final LongSupplier nanoTime;

    /**
     * Creates them.
     *
     * @param patience for how long one waits for others who ask, of whom nothing was known before
     */
    SchemaQuestions(SchemaStates states, Duration patience, LongSupplier nanoTime) {
        this.states = states;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** Returns the answer to a question that was open: what it was of late, where others are asking at the moment. */
    State ask(SchemaQuestion question) {
        // It stays there until somebody has asked, who may be the next one to come: not each of those who do not wait
        // has a turn.
        waiting.add(question);
        if (takeTurn(question)) {
            try {
                askWithOthers(question);
            } finally {
                waiting.removeIf(other -> !other.isOpen());
                turn.unlock();
            }
        }
        return question.state();
    }

    private boolean takeTurn(SchemaQuestion question) {
        if (!question.isAskedForTheFirstTime()) {
            return turn.tryLock();
        }
        try {
            return turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void askWithOthers(SchemaQuestion question) {
        if (!question.isOpen()) {
            // Somebody has asked for this one, too.
            return;
        }
        List<SchemaQuestion> together = new ArrayList<>(List.of(question));
        waiting.stream()
                .filter(other -> other != question && other.isOpen())
                .limit(AT_ONCE - 1L)
                .forEach(together::add);
        try {
            states.find(together, this::answer);
        } finally {
            // Nobody is to wait for an answer that does not come.
            together.stream().filter(SchemaQuestion::isOpen).forEach(open -> answer(open, State.UNKNOWN));
        }
    }

    private void answer(SchemaQuestion question, State state) {
        question.answer(state, nanoTime.getAsLong());
    }
}
