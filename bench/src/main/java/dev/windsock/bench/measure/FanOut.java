package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Fan-out at a fixed rate, in an open loop: each message has its time, and latency counts from that time, however late
 * it was sent.
 *
 * @param subscribers subscribers of the one channel
 * @param rate messages a second
 * @param warmUp before anything counts
 * @param time that counts
 * @param threads of the load
 */
public record FanOut(int subscribers, int rate, Duration warmUp, Duration time, int threads) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double MICRO = 1_000;

    @Override
    public String id() {
        return "fanout";
    }

    @Override
    public String title() {
        return "Fan-out at a fixed rate: 1 channel, %,d WebSocket subscribers, 100-byte messages, %d a second = %,d deliveries/s, %d s"
                .formatted(subscribers, rate, subscribers * rate, time.toSeconds());
    }

    @Override
    public List<String> contestants() {
        return List.of("windsock", "floor", "nchan", "ws");
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("cpu_us_per_delivery", "CPU µs per delivery", 2),
                Column.median("latency_p50_us", "p50 µs", 0),
                Column.median("latency_p90_us", "p90 µs", 0),
                Column.median("latency_p99_us", "p99 µs", 0),
                Column.median("latency_p999_us", "p99.9 µs", 0),
                Column.median("latency_max_us", "max µs", 0),
                Column.highest("lost", "lost"),
                Column.median("bytes_per_delivery", "bytes on the wire", 0),
                Column.median("load_core_percent", "load's CPU, % of a core", 0),
                Column.median("publisher_late_p99_us", "publisher late, p99 µs", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect) throws IOException {
        int before = Math.toIntExact(warmUp.toSeconds() * rate);
        int counted = Math.toIntExact(time.toSeconds() * rate);
        Load load = new Load(dialect, server.port(), subscribers, threads);
        try (load;
                Publisher publisher = new Publisher(dialect, server.port())) {
            load.awaitReady(PATIENCE);
            publisher.publishAtRate(before, rate);
            requireNoneLost(load.awaitReceived(before, PATIENCE));
            load.recordAfter(before);
            publisher.lateness().reset();
            Meter start = Meter.read(server, load);
            publisher.publishAtRate(counted, rate);
            long lost = load.awaitReceived(before + counted, PATIENCE);
            Meter all = Meter.read(server, load).since(start);
            load.close();
            return figures(all, load.latencies(), publisher.lateness(), lost);
        }
    }

    private static Map<String, Double> figures(Meter all, Histogram latency, Histogram lateness, long lost) {
        return Map.ofEntries(
                Map.entry("cpu_us_per_delivery", all.serverCpuPerDelivery()),
                Map.entry("latency_p50_us", latency.getValueAtPercentile(50) / MICRO),
                Map.entry("latency_p90_us", latency.getValueAtPercentile(90) / MICRO),
                Map.entry("latency_p99_us", latency.getValueAtPercentile(99) / MICRO),
                Map.entry("latency_p999_us", latency.getValueAtPercentile(99.9) / MICRO),
                Map.entry("latency_max_us", latency.getMaxValue() / MICRO),
                Map.entry("lost", (double) lost),
                Map.entry("bytes_per_delivery", all.bytesPerDelivery()),
                Map.entry("load_core_percent", all.loadCore()),
                Map.entry("publisher_late_p99_us", lateness.getValueAtPercentile(99) / MICRO));
    }

    private static void requireNoneLost(long lost) {
        if (lost > 0) {
            throw new LoadException(lost + " deliveries did not come while warming up");
        }
    }
}
