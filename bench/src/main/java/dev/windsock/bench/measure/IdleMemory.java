package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.server.ProcessFigures;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What idle connections cost: the server is warmed up with connections that come and go, its garbage is collected where
 * it has a collector, and then its resident memory is compared with what it is once the connections are there.
 *
 * @param connections subscribed to one channel
 * @param warmUp connections that come and go before
 * @param threads of the load
 */
public record IdleMemory(int connections, int warmUp, int threads) implements Measurement {
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
        return "Memory: %,d idle WebSocket connections subscribed to one channel".formatted(connections);
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
                Column.main("connect_cpu_us", "CPU µs per connect", 0),
                Column.median("resident_before_mb", "resident MB before", 1),
                Column.median("resident_after_mb", "resident MB after", 1),
                Column.highest("lost", "connections that missed a message afterwards"));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect) throws IOException, InterruptedException {
        try (Load comeAndGo = new Load(dialect, server.port(), warmUp, threads)) {
            comeAndGo.awaitReady(PATIENCE);
        }
        long residentBefore = settle(server);
        long heapBefore = server.liveHeapBytes();
        double cpuBefore = ProcessFigures.cpuMicros(server.pids());
        try (Load load = new Load(dialect, server.port(), connections, threads)) {
            load.awaitReady(PATIENCE);
            double cpu = ProcessFigures.cpuMicros(server.pids()) - cpuBefore;
            long residentAfter = settle(server);
            long heapAfter = server.liveHeapBytes();
            return Map.of(
                    "resident_bytes_per_connection",
                    perConnection((double) residentAfter - residentBefore),
                    "live_heap_bytes_per_connection",
                    perConnection((double) heapAfter - heapBefore),
                    "connect_cpu_us",
                    perConnection(cpu),
                    "resident_before_mb",
                    residentBefore / 1e6,
                    "resident_after_mb",
                    residentAfter / 1e6,
                    "lost",
                    (double) lost(server, dialect, load));
        }
    }

    private double perConnection(double sum) {
        return sum / connections;
    }

    /** All connections must still be there: one message reaches each. */
    private static long lost(ServerProcess server, Dialect dialect, Load load) throws IOException {
        try (Publisher publisher = new Publisher(dialect, server.port())) {
            publisher.publishAtRate(1, 1);
            return load.awaitReceived(1, PATIENCE);
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
