package io.tenantschemas.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What stands for many values.
 *
 * @param median the middle one
 * @param lowerQuartile what a quarter is below
 * @param upperQuartile what a quarter is above
 * @param highestFifth the mean of the highest fifth: what it would be if nothing disturbed
 */
public record Summary(double median, double lowerQuartile, double upperQuartile, double highestFifth) {

    private static final int FIFTH = 5;

    /** Summarises values, of which there has to be at least one. */
    public static Summary of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int fifth = (sorted.length + FIFTH - 1) / FIFTH;
        return new Summary(
                quantile(sorted, 0.5),
                quantile(sorted, 0.25),
                quantile(sorted, 0.75),
                Arrays.stream(sorted).skip(sorted.length - fifth).average().orElseThrow());
    }

    /** Summarises what the one is to the other, each pair by itself: both were measured at about the same time. */
    public static Summary ofRatios(List<Double> numerators, List<Double> denominators) {
        return of(IntStream.range(0, numerators.size())
                .mapToObj(i -> numerators.get(i) / denominators.get(i))
                .toList());
    }

    private static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
