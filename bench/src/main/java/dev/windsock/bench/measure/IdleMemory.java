package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Publisher;
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
 * @param connections subscribed to one channel, whose memory counts
 * @param first connections before them
 * @param threads of the load
 */
public record IdleMemory(int connections, int first, int threads) implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOOKS = 100;
    private static final double REST_CPU_MICROS = 20_000;
    private static final long LOOK_EVERY_MILLIS = 500;

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public String title() {
        return "Memory: %,d idle WebSocket connections subscribed to one channel, beside %,d that were there before"
                .formatted(connections, first);
    }

    @Override
    public List<String> contestants() {
        return List.of("windsock", "floor", "nchan", "ws");
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
    public Map<String, Double> measure(ServerProcess server, Dialect dialect) throws IOException, InterruptedException {
        try (Load before = new Load(dialect, server.port(), first, threads)) {
            before.awaitReady(PATIENCE);
            Map<String, Double> figures = memory(server, dialect);
            open(server, dialect).close();
            awaitRest(server);
            double cpu = ProcessFigures.cpuMicros(server.pids());
            try (Load load = open(server, dialect)) {
                figures.put("connect_cpu_us", perConnection(ProcessFigures.cpuMicros(server.pids()) - cpu));
                figures.put("lost", (double) lost(server, dialect, before, load));
            }
            return figures;
        }
    }

    private Map<String, Double> memory(ServerProcess server, Dialect dialect) throws IOException, InterruptedException {
        long residentBefore = settle(server);
        long heapBefore = server.liveHeapBytes();
        double cpuBefore = ProcessFigures.cpuMicros(server.pids());
        Map<String, Double> figures = new HashMap<>();
        try (Load load = open(server, dialect)) {
            figures.put("first_connect_cpu_us", perConnection(ProcessFigures.cpuMicros(server.pids()) - cpuBefore));
            long resident = settle(server);
            long heap = server.liveHeapBytes();
            figures.put("resident_bytes_per_connection", perConnection((double) resident - residentBefore));
            figures.put("live_heap_bytes_per_connection", perConnection((double) heap - heapBefore));
            figures.put("resident_bytes_of_all_per_connection", (double) resident / (first + connections));
        }
        awaitRest(server);
        return figures;
    }

    private Load open(ServerProcess server, Dialect dialect) throws IOException {
        Load load = new Load(dialect, server.port(), connections, threads);
        load.awaitReady(PATIENCE);
        return load;
    }

    private double perConnection(double sum) {
        return sum / connections;
    }

    /** All connections must still be there: one message reaches each. */
    private static long lost(ServerProcess server, Dialect dialect, Load... loads) throws IOException {
        try (Publisher publisher = new Publisher(dialect, server.port())) {
            publisher.publishAtRate(1, 1);
            long lost = 0;
            for (Load load : loads) {
                lost += load.awaitReceived(1, PATIENCE);
            }
            return lost;
        }
    }

    /** Waits until the server has nothing more to do, collects garbage, waits again; returns the resident memory. */
    private static long settle(ServerProcess server) throws InterruptedException {
        awaitRest(server);
        server.collectGarbage();
        awaitRest(server);
        return ProcessFigures.residentBytes(server.pids());
    }

    private static void awaitRest(ServerProcess server) throws InterruptedException {
        double used = Double.MAX_VALUE;
        for (int look = 0; look < LOOKS && used > REST_CPU_MICROS; look++) {
            double before = ProcessFigures.cpuMicros(server.pids());
            Thread.sleep(LOOK_EVERY_MILLIS);
            used = ProcessFigures.cpuMicros(server.pids()) - before;
        }
    }
}
