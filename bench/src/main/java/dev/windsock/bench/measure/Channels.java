package dev.windsock.bench.measure;

import dev.windsock.bench.dialect.WindsockDialect;
import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.HttpOutlet;
import dev.windsock.bench.load.HttpOutlet.HttpPublishing;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Outlet;
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
 * Many channels with one subscriber each, so that a publish and its one delivery are what costs, by each way of publishing.
 *
 * @param channels channels, and subscribers
 * @param rate messages a second
 * @param scale how long
 */
record Channels(int channels, int rate, Scale scale) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HTTP_CONNECTIONS = 32;
    private static final int BATCH = 100;
    private static final int BATCH_CONNECTIONS = 8;
    private static final long ON_THE_WAY = 10_000;
    private static final String REST = "by REST";
    private static final String WEBSOCKET = "by WebSocket";
    private static final String BATCHES = "by batches of " + BATCH;
    private static final String FREE_BATCHES = BATCHES + " as fast as possible";

    @Override
    public String id() {
        return "channels";
    }

    @Override
    public String title() {
        return "Publishing: %,d channels with 1 WebSocket subscriber each, 100-byte messages, %,d a second (batches also as fast as possible), %d s"
                .formatted(channels, rate, scale.time().toSeconds());
    }

    @Override
    public List<Row> rows() {
        return List.of(
                row("windsock", REST),
                row("windsock", WEBSOCKET),
                row("windsock", BATCHES),
                row("windsock", FREE_BATCHES),
                row("nchan", REST),
                row("mosquitto", WEBSOCKET),
                row("ws", REST),
                row("ws", WEBSOCKET),
                row("socketio", REST),
                row("socketio", WEBSOCKET),
                row("cometd", WEBSOCKET));
    }

    private static Row row(String contestant, String variant) {
        return new Row(contestant, variant, Transport.WEBSOCKET, 0);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("cpu_us_per_delivery", "CPU µs per publish and delivery", 1),
                Column.median("deliveries_per_second", "publishes/s", 0),
                Column.median("latency_p50_us", "p50 µs", 0),
                Column.median("latency_p99_us", "p99 µs", 0),
                Column.median("latency_p999_us", "p99.9 µs", 0),
                Column.highest("lost", "lost"),
                Column.median("load_core_percent", "load's CPU, % of a core", 0),
                Column.median("publisher_late_p99_us", "publisher late, p99 µs", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row) throws IOException {
        Plan plan = Plan.apart(channels, 1);
        int port = server.port();
        try (Load load = new Load(dialect, Transport.WEBSOCKET, plan, port, scale.threads())) {
            load.awaitReady(PATIENCE);
            try (Outlet outlet = outlet(row.variant(), dialect, plan, port);
                    Publisher publisher = new Publisher(outlet, plan.streams())) {
                // Few batches are enough for the rate: a JVM would not have compiled what they take.
                publish(publisher, load, scale.warmUp(), row.variant().equals(BATCHES) ? FREE_BATCHES : row.variant());
                settle(outlet, publisher, load);
                return Counted.run(server, load, publisher, () -> {
                    publish(publisher, load, scale.time(), row.variant());
                    return settle(outlet, publisher, load);
                });
            }
        }
    }

    private void publish(Publisher publisher, Load load, Duration time, String variant) throws IOException {
        if (variant.equals(FREE_BATCHES)) {
            publisher.publishWithin(load, ON_THE_WAY, 1, time);
        } else {
            publisher.publishAtRate(Math.toIntExact(time.toSeconds() * rate), rate);
        }
    }

    private static long settle(Outlet outlet, Publisher publisher, Load load) throws IOException {
        if (outlet instanceof HttpOutlet http) {
            http.drain();
        }
        return load.awaitDeliveries(publisher.published(), PATIENCE);
    }

    private static Outlet outlet(String variant, Dialect dialect, Plan plan, int port) throws IOException {
        return switch (variant) {
            case WEBSOCKET -> new WebSocketOutlet(dialect, plan, port);
            case REST -> new HttpOutlet(new Singles(dialect, port), plan, port, HTTP_CONNECTIONS);
            default -> new HttpOutlet(new Batches(port, new ArrayList<>()), plan, port, BATCH_CONNECTIONS);
        };
    }

    private record Batches(int port, List<String> waiting) implements HttpPublishing {
        @Override
        public byte[] add(String channel, String message) {
            waiting.add(WindsockDialect.item(channel, message));
            return waiting.size() < BATCH ? new byte[0] : rest();
        }

        @Override
        public byte[] rest() {
            if (waiting.isEmpty()) {
                return new byte[0];
            }
            byte[] request = WindsockDialect.batch(waiting, port);
            waiting.clear();
            return request;
        }
    }
}
