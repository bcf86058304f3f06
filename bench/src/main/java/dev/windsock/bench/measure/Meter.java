package dev.windsock.bench.measure;

import dev.windsock.bench.load.Counts;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.server.ProcessFigures;
import dev.windsock.bench.server.ServerProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * All counters at one moment.
 *
 * @param nanos this process's clock
 * @param serverCpu CPU µs of the server's processes
 * @param loadCpu CPU µs of this process, which makes the load
 * @param counts of all subscribers
 */
record Meter(long nanos, double serverCpu, double loadCpu, Counts counts) {
    static Meter read(ServerProcess server, Load load) {
        double serverCpu = ProcessFigures.cpuMicros(server.pids());
        double loadCpu =
                ProcessFigures.cpuMicros(List.of(ProcessHandle.current().pid()));
        return new Meter(System.nanoTime(), serverCpu, loadCpu, load.counts());
    }

    Meter since(Meter start) {
        return new Meter(
                nanos - start.nanos, serverCpu - start.serverCpu, loadCpu - start.loadCpu, counts.minus(start.counts));
    }

    /** Returns what every measurement tells. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new HashMap<>();
        figures.put("cpu_us_per_delivery", serverCpu / counts.deliveries());
        figures.put("bytes_per_delivery", (double) counts.bytes() / counts.deliveries());
        figures.put("deliveries_per_second", (double) counts.deliveries() * TimeUnit.SECONDS.toNanos(1) / nanos);
        figures.put("server_core_percent", core(serverCpu));
        figures.put("load_core_percent", core(loadCpu));
        return figures;
    }

    /** Returns the share of one core, in percent. */
    private double core(double cpu) {
        return cpu * 100_000 / nanos;
    }
}
