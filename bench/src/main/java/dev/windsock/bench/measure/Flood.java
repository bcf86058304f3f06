package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Fan-out as fast as possible: the publisher always has more to say, up to a window of messages that the slowest
 * subscriber has not got yet. So a server finds several messages pending for a subscriber, and may write them jointly.
 *
 * @param subscribers subscribers of the one channel
 * @param window messages
 * @param warmUp before anything counts
 * @param time that counts
 * @param threads of the load
 */
public record Flood(int subscribers, int window, Duration warmUp, Duration time, int threads) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String id() {
        return "flood";
    }

    @Override
    public String title() {
        return "Fan-out as fast as possible: 1 channel, %,d WebSocket subscribers, 100-byte messages, at most %d of them on the way, %d s"
                .formatted(subscribers, window, time.toSeconds());
    }

    @Override
    public List<String> contestants() {
        return List.of("windsock", "floor", "joint", "nchan", "ws");
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("deliveries_per_second", "deliveries/s", 0),
                Column.main("cpu_us_per_delivery", "CPU µs per delivery", 3),
                Column.highest("lost", "lost"),
                Column.median("bytes_per_delivery", "bytes on the wire", 0),
                Column.median("server_core_percent", "server's CPU, % of a core", 0),
                Column.median("load_core_percent", "load's CPU, % of a core", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect) throws IOException {
        try (Load load = new Load(dialect, server.port(), subscribers, threads);
                Publisher publisher = new Publisher(dialect, server.port())) {
            load.awaitReady(PATIENCE);
            publisher.publishFreely(load, window, warmUp);
            Meter start = Meter.read(server, load);
            publisher.publishFreely(load, window, time);
            Meter all = Meter.read(server, load).since(start);
            long lost = load.awaitReceived(publisher.published(), PATIENCE);
            return Map.of(
                    "deliveries_per_second", all.deliveriesPerSecond(),
                    "cpu_us_per_delivery", all.serverCpuPerDelivery(),
                    "lost", (double) lost,
                    "bytes_per_delivery", all.bytesPerDelivery(),
                    "server_core_percent", all.serverCore(),
                    "load_core_percent", all.loadCore());
        }
    }
}
