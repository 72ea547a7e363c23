package io.tenantschemas.benchmarks.report;

import java.time.LocalDate;
import java.util.List;

/**
 * What is told of what needs no database.
 *
 * @param date when it was measured
 * @param machine where
 * @param java the version of the JVM
 * @param lines what came of it
 */
public record BindingReport(LocalDate date, Machine machine, String java, List<Cost> lines) {

    private static final List<String> HEAD = List.of("", "threads", "ns", "±", "a millisecond, all threads together");

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * What something costs.
     *
     * @param name what
     * @param threads how many do it at the same time
     * @param nanos how long it takes each
     * @param error how far from that it may be, in 99.9 of 100 cases
     */
    public record Cost(String name, int threads, double nanos, double error) {}

    /** Writes numbers and text. */
    public void write(Report report) {
        report.writeNumbers(this);
        report.writeText("""
                # Measured on %s

                Written by the [benchmarks](../benchmarks.md).

                - %s
                - JDK %s

                """.formatted(date, machine, java)
                + Markdown.table(HEAD, lines.stream().map(BindingReport::row).toList()));
    }

    private static List<String> row(Cost cost) {
        return List.of(
                cost.name(),
                Integer.toString(cost.threads()),
                Markdown.whole(cost.nanos()),
                Markdown.whole(cost.error()),
                Markdown.whole(cost.threads() * NANOS_PER_MILLI / cost.nanos()));
    }
}
