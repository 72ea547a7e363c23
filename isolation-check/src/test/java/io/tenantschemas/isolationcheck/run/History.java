package io.tenantschemas.isolationcheck.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a thread did last. */
final class History {

    private static final int REMEMBERED = 80;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > REMEMBERED) {
            lines.removeFirst();
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
