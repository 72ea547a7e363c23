package io.tenantschemas.migrate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The questions whose turn has not come, each once: mostly first those that somebody waits for, and of these the oldest.
 *
 * <p>Safe for use by several threads.
 */
final class OpenQuestions {

    private static final int TIMES = 4;

    private final Set<SchemaQuestion> waitedFor = new LinkedHashSet<>();

    private final Set<SchemaQuestion> others = new LinkedHashSet<>();

    private int times;

    /** Adds a question that somebody waits for, and returns whether it was not among those already. */
    synchronized boolean addWaitedFor(SchemaQuestion question) {
        others.remove(question);
        return waitedFor.add(question);
    }

    /** Adds a question, and returns whether it was not there already. */
    synchronized boolean add(SchemaQuestion question) {
        return !waitedFor.contains(question) && others.add(question);
    }

    /**
     * Takes out those whose turn it is, and leaves out any that were answered meanwhile. Each few times it is the turn of one of the
     * others first: somebody is always waited for where many are asked about by themselves.
     */
    synchronized List<SchemaQuestion> take(int most) {
        List<SchemaQuestion> taken = new ArrayList<>();
        if (++times % TIMES == 0) {
            take(others.iterator(), Math.min(most, 1), taken);
        }
        take(waitedFor.iterator(), most, taken);
        take(others.iterator(), most, taken);
        return taken;
    }

    private static void take(Iterator<SchemaQuestion> questions, int most, List<SchemaQuestion> taken) {
        while (taken.size() < most && questions.hasNext()) {
            SchemaQuestion next = questions.next();
            questions.remove();
            if (next.isOpen()) {
                taken.add(next);
            }
        }
    }
}
