package io.tenantschemas.benchmarks.process;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that a process wrote, for whoever wants to know why it ended. */
final class Log {

    private static final int LONGEST = 200;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        lines.add(line);
        if (lines.size() > LONGEST) {
            lines.remove();
        }
    }

    synchronized String text() {
        return String.join(System.lineSeparator(), lines);
    }
}
