package io.tenantschemas.benchmarks.report;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Writes tables and numbers. */
final class Markdown {

    private Markdown() {}

    static String table(List<String> head, List<List<String>> rows) {
        List<String> rule = Collections.nCopies(head.size(), "---");
        return Stream.concat(Stream.of(head, rule), rows.stream())
                .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                .collect(Collectors.joining());
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String quartiles(Summary values) {
        return decimal(values.lowerQuartile()) + "–" + decimal(values.upperQuartile());
    }

    /** Returns a ratio and its quartiles, and a dash if there is none. */
    static String ratio(@Nullable Summary ratio) {
        return ratio == null
                ? "–"
                : "%s (%s–%s)"
                        .formatted(
                                decimal(ratio.median()),
                                decimal(ratio.lowerQuartile()),
                                decimal(ratio.upperQuartile()));
    }
}
