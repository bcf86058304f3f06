package dev.windsock.bench.measure;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** Makes figures of recorded latencies. */
final class Latency {
    private static final double MICRO = 1_000;

    private Latency() {}

    static void put(Histogram latency, Histogram lateness, Map<String, Double> figures) {
        figures.put("latency_p50_us", latency.getValueAtPercentile(50) / MICRO);
        figures.put("latency_p90_us", latency.getValueAtPercentile(90) / MICRO);
        figures.put("latency_p99_us", latency.getValueAtPercentile(99) / MICRO);
        figures.put("latency_p999_us", latency.getValueAtPercentile(99.9) / MICRO);
        figures.put("latency_max_us", latency.getMaxValue() / MICRO);
        figures.put("publisher_late_p99_us", lateness.getValueAtPercentile(99) / MICRO);
    }
}
