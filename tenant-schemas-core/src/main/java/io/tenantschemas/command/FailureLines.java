package io.tenantschemas.command;

import java.io.PrintWriter;

import io.tenantschemas.migrate.SchemaMigrationResult.Failed;

/** Writes a line for each schema that fails, as long as these are few; the summary has the reasons of all. */
final class FailureLines {

    /** Of so many, more is written than how many they are. */
    static final int MOST = 100;

    private final PrintWriter out;

    private int written;

    FailureLines(PrintWriter out) {
        this.out = out;
    }

    void write(Failed failed) {
        written++;
        if (written <= MOST) {
            out.printf("%s: FAILED: %s%n", failed.target(), failed.failure().describe());
        } else if (written == MOST + 1) {
            out.printf("More have failed; the summary has the reasons.%n");
        }
        out.flush();
    }
}
