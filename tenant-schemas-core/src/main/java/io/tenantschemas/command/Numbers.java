package io.tenantschemas.command;

import java.util.Collection;
import java.util.Locale;

/** Writes numbers for people. */
final class Numbers {

    private Numbers() {}

    /** Returns a number, such as "2,000". */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static int sum(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns "once" or, for example, "3 times". */
    static String times(long number) {
        return number == 1 ? "once" : grouped(number) + " times";
    }

    /** Returns a number of things, such as "1 schema" and "2,000 schemas". */
    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
