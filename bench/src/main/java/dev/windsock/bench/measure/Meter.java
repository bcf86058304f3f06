package dev.windsock.bench.measure;

import dev.windsock.bench.load.Counts;
import dev.windsock.bench.load.Load;
import dev.windsock.bench.server.ProcessFigures;
import dev.windsock.bench.server.ServerProcess;
import java.util.List;
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

    double serverCpuPerDelivery() {
        return serverCpu / counts.deliveries();
    }

    double bytesPerDelivery() {
        return (double) counts.bytes() / counts.deliveries();
    }

    double deliveriesPerSecond() {
        return (double) counts.deliveries() * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    /** Returns the share of one core that the server used, in percent. */
    double serverCore() {
        return serverCpu * 100_000 / nanos;
    }

    /** Returns the share of one core that the load used, in percent. */
    double loadCore() {
        return loadCpu * 100_000 / nanos;
    }
}
