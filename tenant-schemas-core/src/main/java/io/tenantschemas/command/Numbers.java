package io.tenantschemas.command;

import java.util.Locale;

/** Writes numbers for people. */
final class Numbers {

    private Numbers() {}

    /** Returns a number of things, such as "1 schema" and "2,000 schemas". */
    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
