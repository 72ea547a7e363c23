package io.tenantschemas.command;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
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

    /** Returns a number of bytes, such as "96 kB" and "1.2 GB". */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        double size = bytes / 1024.0;
        for (String unit : List.of("kB", "MB", "GB")) {
            if (size < 1024) {
                return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, unit);
            }
            size /= 1024;
        }
        return String.format(Locale.ROOT, "%.1f TB", size);
    }

    /** Returns how long it took, such as "120 ms", "24.1 s" and "1:02:03". */
    static String duration(Duration duration) {
        if (duration.toSeconds() < 1) {
            return duration.toMillis() + " ms";
        }
        return duration.toMinutes() < 1
                ? String.format(Locale.ROOT, "%d.%d s", duration.toSeconds(), duration.toMillisPart() / 100)
                : "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
