package dev.windsock.bench.measure;

import dev.windsock.bench.load.ClientsOutlet;
import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Plan;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Rooms in which every client publishes on the connection by which it is subscribed, one after the other.
 *
 * @param rooms rooms
 * @param clientsEach in each
 * @param rate messages a second of all clients together
 * @param scale how long
 */
record Chat(int rooms, int clientsEach, int rate, Scale scale) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String id() {
        return "chat";
    }

    @Override
    public String title() {
        return "Chat: %d rooms of %d WebSocket clients, every client publishes, 100-byte messages, %d a second = %,d deliveries/s, %d s"
                .formatted(
                        rooms,
                        clientsEach,
                        rate,
                        rate * clientsEach,
                        scale.time().toSeconds());
    }

    @Override
    public List<Row> rows() {
        return Rows.of("windsock", "nchan", "mosquitto", "ws", "socketio", "cometd");
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("latency_p99_us", "p99 µs", 0),
                Column.median("latency_p50_us", "p50 µs", 0),
                Column.median("latency_p90_us", "p90 µs", 0),
                Column.median("latency_p999_us", "p99.9 µs", 0),
                Column.main("cpu_us_per_delivery", "CPU µs per delivery", 2),
                Column.highest("lost", "lost"),
                Column.median("load_core_percent", "load's CPU, % of a core", 0),
                Column.median("publisher_late_p99_us", "publisher late, p99 µs", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect spoken, Row row) throws IOException {
        Dialect dialect = spoken.chatting();
        Plan plan = Plan.rooms(rooms, clientsEach);
        try (Load load = new Load(dialect, Transport.WEBSOCKET, plan, server.port(), scale.threads())) {
            load.awaitReady(PATIENCE);
            try (Publisher publisher = new Publisher(new ClientsOutlet(dialect, plan, load), plan.streams())) {
                publish(publisher, scale.warmUp());
                settle(publisher, load);
                return Counted.run(server, load, publisher, () -> {
                    publish(publisher, scale.time());
                    return settle(publisher, load);
                });
            }
        }
    }

    private void publish(Publisher publisher, Duration time) throws IOException {
        publisher.publishAtRate(Math.toIntExact(time.toSeconds() * rate), rate);
    }

    private long settle(Publisher publisher, Load load) {
        return load.awaitDeliveries((long) publisher.published() * clientsEach, PATIENCE);
    }
}
