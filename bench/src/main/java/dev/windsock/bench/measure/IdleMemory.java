package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Plan;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.load.WebSocketOutlet;
import dev.windsock.bench.server.ProcessFigures;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What idle connections cost: resident memory with some connections, and with many more. The first ones stay, since memory
 * that they gave back would be used again and hide what the others take. Garbage is collected before each reading where
 * there is a collector. Connecting is measured on those, and again when it has been done before: a JVM and Node compile
 * what they do often.
 *
 * @param id its name
 * @param what whose connections
 * @param rows the contestants, each with its transport, and its size the number of channels of each connection
 * @param connections whose memory counts
 * @param first connections before them
 * @param connects whether to measure what connecting costs once it has been done before
 * @param threads of the load
 */
record IdleMemory(String id, String what, List<Row> rows, int connections, int first, boolean connects, int threads)
        implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Override
    public String title() {
        return "Memory: %,d idle %s, beside %,d that were there before".formatted(connections, what, first);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("resident_bytes_per_connection", "resident bytes per connection", 0),
                Column.median("live_heap_bytes_per_connection", "of it live on a Java heap", 0),
                Column.median("resident_bytes_of_all_per_connection", "the whole process, per connection", 0),
                Column.main("connect_cpu_us", "CPU µs per connect", 0),
                Column.median("first_connect_cpu_us", "the same before compilation", 0),
                Column.highest("lost", "connections that missed a message afterwards"));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row)
            throws IOException, InterruptedException {
        Opening opening = new Opening(server, dialect, row, threads);
        try (Load before = opening.open(first)) {
            Map<String, Double> figures = memory(server, opening);
            if (connects) {
                connect(server, opening, before, figures);
            }
            return figures;
        }
    }

    private void connect(ServerProcess server, Opening opening, Load before, Map<String, Double> figures)
            throws IOException, InterruptedException {
        Rest.await(server);
        opening.open(connections).close();
        Rest.await(server);
        double cpu = ProcessFigures.cpuMicros(server.pids());
        try (Load load = opening.open(connections)) {
            figures.put("connect_cpu_us", perConnection(ProcessFigures.cpuMicros(server.pids()) - cpu));
            figures.put("lost", (double) opening.lost(before, load));
        }
    }

    private Map<String, Double> memory(ServerProcess server, Opening opening) throws IOException, InterruptedException {
        long residentBefore = Rest.resident(server);
        long heapBefore = server.liveHeapBytes();
        double cpuBefore = ProcessFigures.cpuMicros(server.pids());
        Map<String, Double> figures = new HashMap<>();
        try (Load load = opening.open(connections)) {
            figures.put("first_connect_cpu_us", perConnection(ProcessFigures.cpuMicros(server.pids()) - cpuBefore));
            long resident = Rest.resident(server);
            long heap = server.liveHeapBytes();
            figures.put("resident_bytes_per_connection", perConnection((double) resident - residentBefore));
            figures.put("live_heap_bytes_per_connection", perConnection((double) heap - heapBefore));
            figures.put("resident_bytes_of_all_per_connection", (double) resident / (first + connections));
        }
        return figures;
    }

    private double perConnection(double sum) {
        return sum / connections;
    }

    private record Opening(ServerProcess server, Dialect dialect, Row row, int threads) {
        Load open(int connections) throws IOException {
            Load load = new Load(dialect, row.transport(), plan(connections), server.port(), threads);
            load.awaitReady(PATIENCE);
            return load;
        }

        private Plan plan(int connections) {
            return Plan.shared(connections, Math.max(1, row.size()));
        }

        /** All connections must still be there: one message on each channel reaches each. */
        long lost(Load... loads) throws IOException {
            Plan plan = plan(1);
            try (Publisher publisher =
                    new Publisher(new WebSocketOutlet(dialect, plan, server.port()), plan.streams())) {
                // Where Nchan is concerned a WebSocket publishes on one channel.
                int messages = row.contestant().equals("nchan") ? 1 : plan.streams();
                publisher.publishAtRate(messages, 1_000);
                long lost = 0;
                for (Load load : loads) {
                    lost += load.awaitDeliveries((long) messages * load.subscribers(), PATIENCE);
                }
                return lost;
            }
        }
    }
}
