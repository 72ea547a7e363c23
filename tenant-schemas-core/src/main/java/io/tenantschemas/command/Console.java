package io.tenantschemas.command;

import java.io.PrintWriter;

import org.springframework.util.Assert;

/**
 * Where a command writes to.
 *
 * @param out takes the answer
 * @param err takes complaints, and progress when the answer is for a program
 */
public record Console(PrintWriter out, PrintWriter err) {

    /** Checks that nothing is missing. */
    public Console {
        Assert.notNull(out, "'out' must not be null");
        Assert.notNull(err, "'err' must not be null");
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
