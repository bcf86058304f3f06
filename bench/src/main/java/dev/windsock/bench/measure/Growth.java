package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Plan;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.load.WebSocketOutlet;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a delivery costs the same however large it all is: Windsock with more and more subscribers of one channel at the
 * same number of deliveries a second, and with more and more channels at the same number of publishes a second.
 *
 * @param subscribers of the largest row
 * @param deliveries a second, of the rows with one channel
 * @param publishes a second, of the rows with many channels, each with one delivery
 * @param scale how long
 */
record Growth(int subscribers, int deliveries, int publishes, Scale scale) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CHANNELS_EACH = 100;
    private static final String CHANNELS = "channels";

    @Override
    public String id() {
        return "growth";
    }

    @Override
    public String title() {
        return "Growth: Windsock at %,d deliveries/s with more and more subscribers of one channel, and at %,d publishes/s with more and more channels, %d s"
                .formatted(deliveries, publishes, scale.time().toSeconds());
    }

    @Override
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int size : new int[] {100, 1_000, 10_000, subscribers}) {
            rows.add(new Row("windsock", "%,d subscribers".formatted(size), Transport.WEBSOCKET, size));
        }
        for (int size : new int[] {1_000, 10_000, 100_000}) {
            rows.add(new Row("windsock", "%,d %s".formatted(size, CHANNELS), Transport.WEBSOCKET, size));
        }
        return rows;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("cpu_us_per_delivery", "CPU µs per delivery", 2),
                Column.median("latency_p50_us", "p50 µs", 0),
                Column.median("latency_p99_us", "p99 µs", 0),
                Column.highest("lost", "lost"),
                Column.median("load_core_percent", "load's CPU, % of a core", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row) throws IOException {
        boolean channels = row.variant().endsWith(CHANNELS);
        // In the rows with many channels a connection has a hundred, so the first has ten connections.
        Plan plan = channels ? Plan.apart(row.size() / CHANNELS_EACH, CHANNELS_EACH) : Plan.shared(row.size(), 1);
        int deliveriesEach = channels ? 1 : row.size();
        double rate = channels ? publishes : (double) deliveries / row.size();
        try (Load load = new Load(dialect, Transport.WEBSOCKET, plan, server.port(), scale.threads())) {
            load.awaitReady(PATIENCE);
            try (Publisher publisher =
                    new Publisher(new WebSocketOutlet(dialect, plan, server.port()), plan.streams())) {
                publisher.publishWithin(load, 64L * deliveriesEach, deliveriesEach, scale.warmUp());
                load.awaitDeliveries((long) publisher.published() * deliveriesEach, PATIENCE);
                return Counted.run(server, load, publisher, () -> {
                    publisher.publishAtRate((int) (scale.time().toSeconds() * rate), rate);
                    return load.awaitDeliveries((long) publisher.published() * deliveriesEach, PATIENCE);
                });
            }
        }
    }
}
