package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.load.Plan;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.load.WebSocketOutlet;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Fan-out at a fixed rate, in an open loop: each message has its time, and latency counts from that time, however late
 * it was sent.
 *
 * @param id its name
 * @param what what is special about it
 * @param rows the contestants, each with its transport
 * @param padding what makes a message longer than 100 bytes; the same for all
 * @param subscribers subscribers of the one channel
 * @param rate messages a second
 * @param warmUp before anything counts
 * @param time that counts
 * @param threads of the load
 */
record FanOut(
        String id,
        String what,
        List<Row> rows,
        String padding,
        int subscribers,
        int rate,
        Duration warmUp,
        Duration time,
        int threads)
        implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Few enough for the slowest contestant not to run out of buffers while it warms up. */
    private static final int WARM_UP_WINDOW = 4;

    @Override
    public String title() {
        return "%s: 1 channel, %,d subscribers, %,d-byte messages, %d a second = %,d deliveries/s, %d s"
                .formatted(what, subscribers, 100 + padding.length(), rate, subscribers * rate, time.toSeconds());
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
    public Map<String, Double> measure(ServerProcess server, Dialect spoken, Row row) throws IOException {
        Dialect dialect = row.transport() == Transport.COMPRESSED ? spoken.compressing() : spoken;
        Plan plan = Plan.shared(subscribers, 1);
        Duration half = warmUp.dividedBy(2);
        int counted = Math.toIntExact(time.toSeconds() * rate);
        try (Load load = new Load(dialect, row.transport(), plan, server.port(), threads)) {
            load.awaitReady(PATIENCE);
            try (Publisher publisher = new Publisher(new WebSocketOutlet(dialect, plan, server.port()), 1, padding)) {
                publisher.publishFreely(load, WARM_UP_WINDOW, half);
                publisher.publishAtRate(Math.toIntExact(half.toSeconds() * rate), rate);
                requireNoneLost(load.awaitReceived(publisher.published(), PATIENCE));
                return Counted.run(server, load, publisher, () -> {
                    publisher.publishAtRate(counted, rate);
                    return load.awaitReceived(publisher.published(), PATIENCE);
                });
            }
        }
    }

    private static void requireNoneLost(long lost) {
        if (lost > 0) {
            throw new LoadException(lost + " deliveries did not come while warming up");
        }
    }
}
