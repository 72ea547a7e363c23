package io.tenantschemas.command;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;

/**
 * Takes what the application's own command writes for one tenant. For people it goes on at once, each line behind a prefix; for
 * programs it is kept. Closing it ends nothing, because others write there, too.
 */
final class CommandOutput extends Writer {

    private final Writer target;

    private final String prefix;

    private boolean isAtStartOfLine = true;

    private CommandOutput(Writer target, String prefix) {
        this.target = target;
        this.prefix = prefix;
    }

    static CommandOutput of(OutputFormat format, String prefix, Console console) {
        return switch (format) {
            case text -> new CommandOutput(console.out(), prefix);
            case json -> new CommandOutput(new StringWriter(), "");
        };
    }

    @Override
    public void write(char[] letters, int offset, int length) throws IOException {
        synchronized (lock) {
            for (int at = offset; at < offset + length; at++) {
                if (isAtStartOfLine) {
                    target.write(prefix);
                }
                target.write(letters[at]);
                isAtStartOfLine = letters[at] == '\n';
            }
        }
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    /** Returns whether the last line has not come to its end. */
    boolean isWithinLine() {
        return !isAtStartOfLine;
    }

    /** Returns what was kept for a program. */
    String kept() {
        return target.toString();
    }
}
