package dev.windsock.bench.report;

import java.util.Arrays;

/** The median, the lowest and the highest of the rounds. */
record Spread(double median, double lowest, double highest) {
    static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
