package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.LoadException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All clients of a channel come back at once with the same old position, while another channel is live: what a recovery
 * costs, and what the live ones notice of it.
 *
 * @param clients that come back
 * @param threads of the load
 */
record Comeback(int clients, int threads) implements Measurement {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final String LIVE = "live";
    private static final int LIVE_SUBSCRIBERS = 100;
    private static final int LIVE_RATE = 50;
    private static final int MESSAGES = 100;
    private static final int RATE = 1_000;

    @Override
    public String id() {
        return "comeback";
    }

    @Override
    public String title() {
        return "Coming back: %,d WebSocket clients recover %d messages each, while %d others get %d messages a second"
                .formatted(clients, MESSAGES, LIVE_SUBSCRIBERS, LIVE_RATE);
    }

    @Override
    public List<Row> rows() {
        return Rows.of("windsock");
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("cpu_us_per_client", "CPU µs per client", 0),
                Column.median("recovered_per_second", "publications recovered/s", 0),
                Column.median("live_p99_us", "live p99 µs meanwhile", 0),
                Column.median("calm_p99_us", "live p99 µs before", 0),
                Column.highest("lost", "messages that did not come"));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row)
            throws IOException, InterruptedException {
        Plan missed = Plan.shared(1, 1);
        try (Publisher publisher = new Publisher(new WebSocketOutlet(dialect, missed, server.port()), 1)) {
            publisher.publishAtRate(MESSAGES, RATE);
        }
        Rest.await(server);
        Map<String, Double> figures = new HashMap<>();
        comeBack(server, dialect, new HashMap<>());
        figures.put("calm_p99_us", live(server, dialect, () -> Thread.sleep(CALM.toMillis())));
        figures.put("live_p99_us", live(server, dialect, () -> comeBack(server, dialect, figures)));
        return figures;
    }

    private void comeBack(ServerProcess server, Dialect dialect, Map<String, Double> figures) throws IOException {
        Plan plan = Plan.shared(clients, 1);
        double cpu = ProcessFigures.cpuMicros(server.pids());
        long start = System.nanoTime();
        try (Load load =
                new Load(dialect.recovering(server.port()), Transport.WEBSOCKET, plan, server.port(), threads)) {
            load.awaitReady(PATIENCE);
            figures.put("lost", (double) load.awaitReceived(MESSAGES, PATIENCE));
            double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
            figures.put("cpu_us_per_client", (ProcessFigures.cpuMicros(server.pids()) - cpu) / clients);
            figures.put("recovered_per_second", (double) clients * MESSAGES / seconds);
        }
    }

    private interface Meanwhile {
        void run() throws IOException, InterruptedException;
    }

    /** Returns the 99th percentile of the latency of a live channel while something else goes on. */
    private static double live(ServerProcess server, Dialect dialect, Meanwhile meanwhile)
            throws IOException, InterruptedException {
        Plan plan = new Plan(LIVE_SUBSCRIBERS, subscriber -> List.of(LIVE), 1, stream -> LIVE, subscriber -> 0, 1, 1);
        AtomicBoolean over = new AtomicBoolean();
        try (Load load = new Load(dialect, Transport.WEBSOCKET, plan, server.port(), 1)) {
            load.awaitReady(PATIENCE);
            load.record();
            CompletableFuture<Void> publishing =
                    CompletableFuture.runAsync(() -> publishUntil(over, dialect, plan, server.port()));
            try {
                meanwhile.run();
            } finally {
                over.set(true);
                publishing.join();
            }
            load.close();
            return load.latencies().getValueAtPercentile(99) / 1_000.0;
        }
    }

    private static void publishUntil(AtomicBoolean over, Dialect dialect, Plan plan, int port) {
        try (Publisher publisher = new Publisher(new WebSocketOutlet(dialect, plan, port), 1)) {
            while (!over.get()) {
                publisher.publishAtRate(LIVE_RATE / 5, LIVE_RATE);
            }
        } catch (IOException e) {
            throw new CompletionException(new LoadException("the live channel could not be published to: " + e));
        }
    }
}
