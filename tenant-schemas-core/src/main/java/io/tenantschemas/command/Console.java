package io.tenantschemas.command;

import java.io.PrintWriter;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Where a command writes to.
 *
 * @param out takes the answer
 * @param err takes complaints, and progress when the answer is for a program
 * @param statusLine the last line of the terminal that {@code err} writes to, or null when it is none
 * @param question asks the person at the terminal, or null when there is none
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        @Nullable StatusLine statusLine,
        @Nullable Question question) {

    /** Checks that nothing is missing. */
    public Console {
        Assert.notNull(out, "'out' must not be null");
        Assert.notNull(err, "'err' must not be null");
    }

    /** Creates a console without a terminal. */
    public Console(PrintWriter out, PrintWriter err) {
        this(out, err, null, null);
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
