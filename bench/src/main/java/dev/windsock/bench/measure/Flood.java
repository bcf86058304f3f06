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
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Fan-out as fast as possible: the publisher always has more to say, up to a window of messages that the slowest
 * subscriber has not got yet. So a server finds several messages pending for a subscriber, and may write them jointly.
 *
 * @param id its name
 * @param rows the contestants
 * @param subscribers subscribers of the one channel
 * @param window messages
 * @param scale how long
 */
record Flood(String id, List<Row> rows, int subscribers, int window, Scale scale) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String title() {
        return "Fan-out as fast as possible: 1 channel, %,d WebSocket subscribers, 100-byte messages, at most %d of them on the way, %d s"
                .formatted(subscribers, window, scale.time().toSeconds());
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("deliveries_per_second", "deliveries/s", 0),
                Column.main("cpu_us_per_delivery", "CPU µs per delivery", 3),
                Column.median("latency_p50_us", "p50 µs", 0),
                Column.median("latency_p99_us", "p99 µs", 0),
                Column.highest("lost", "lost"),
                Column.median("bytes_per_delivery", "bytes on the wire", 0),
                Column.median("server_core_percent", "server's CPU, % of a core", 0),
                Column.median("load_core_percent", "load's CPU, % of a core", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row) throws IOException {
        Plan plan = Plan.shared(subscribers, 1);
        try (Load load = new Load(dialect, Transport.WEBSOCKET, plan, server.port(), scale.threads())) {
            load.awaitReady(PATIENCE);
            try (Publisher publisher = new Publisher(new WebSocketOutlet(dialect, plan, server.port()), 1)) {
                publisher.publishFreely(load, window, scale.warmUp());
                load.record();
                Meter start = Meter.read(server, load);
                publisher.publishFreely(load, window, scale.time());
                Meter all = Meter.read(server, load).since(start);
                Map<String, Double> figures = all.figures();
                figures.put("lost", (double) load.awaitReceived(publisher.published(), PATIENCE));
                load.close();
                Latency.put(load.latencies(), new Histogram(3), figures);
                return figures;
            }
        }
    }
}
