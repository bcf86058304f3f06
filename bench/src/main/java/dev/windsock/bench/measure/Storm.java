package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Plan;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.load.Transport;
import dev.windsock.bench.load.WebSocketOutlet;
import dev.windsock.bench.server.ProcessFigures;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A connect storm: many clients connect, 64 at a time, subscribe to one channel, recover its last messages, and leave all
 * at once, as when a network drops. Done three times: a server that has just been started is another thing than one that
 * has run for a while.
 *
 * @param rows the contestants
 * @param clients clients
 * @param threads of the load
 */
record Storm(List<Row> rows, int clients, int threads) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MESSAGES = 10;
    private static final int RATE = 1_000;

    @Override
    public String id() {
        return "storm";
    }

    @Override
    public String title() {
        return "Connect storm: %,d WebSocket clients connect, subscribe and recover %d messages each"
                .formatted(clients, MESSAGES);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("cpu_us_per_client", "CPU µs per client", 0),
                Column.median("first_cpu_us_per_client", "the same just after the start", 0),
                Column.median("clients_per_second", "clients/s", 0),
                Column.median("leave_cpu_us_per_client", "CPU µs per client that leaves, all at once", 0),
                Column.highest("lost", "messages that did not come"));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row)
            throws IOException, InterruptedException {
        Dialect keeping = dialect.keeping();
        Plan plan = Plan.shared(1, 1);
        try (Publisher publisher = new Publisher(new WebSocketOutlet(keeping, plan, server.port()), 1)) {
            publisher.publishAtRate(MESSAGES, RATE);
            Rest.await(server);
            Dialect recovering = keeping.recovering(server.port());
            Map<String, Double> figures = new HashMap<>();
            storm(server, recovering, "first_", figures);
            storm(server, recovering, "second_", figures);
            storm(server, recovering, "", figures);
            return figures;
        }
    }

    private void storm(ServerProcess server, Dialect dialect, String prefix, Map<String, Double> figures)
            throws IOException, InterruptedException {
        double before = ProcessFigures.cpuMicros(server.pids());
        double connected;
        long start = System.nanoTime();
        try (Load load = new Load(dialect, Transport.WEBSOCKET, Plan.shared(clients, 1), server.port(), threads)) {
            load.awaitReady(PATIENCE);
            long lost = load.awaitReceived(MESSAGES, PATIENCE);
            double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
            connected = ProcessFigures.cpuMicros(server.pids());
            figures.put(prefix + "cpu_us_per_client", (connected - before) / clients);
            figures.put(prefix + "clients_per_second", clients / seconds);
            figures.put(prefix + "lost", (double) lost);
        }
        Rest.await(server);
        figures.put(
                prefix + "leave_cpu_us_per_client", (ProcessFigures.cpuMicros(server.pids()) - connected) / clients);
    }
}
