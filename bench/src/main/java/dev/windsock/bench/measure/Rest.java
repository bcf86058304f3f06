package dev.windsock.bench.measure;

import dev.windsock.bench.server.ProcessFigures;
import dev.windsock.bench.server.ServerProcess;

/** Waits until a server has nothing more to do. */
final class Rest {
    private static final int LOOKS = 100;
    private static final double CPU_MICROS = 20_000;
    private static final long LOOK_EVERY_MILLIS = 500;

    private Rest() {}

    static void await(ServerProcess server) throws InterruptedException {
        double used = Double.MAX_VALUE;
        for (int look = 0; look < LOOKS && used > CPU_MICROS; look++) {
            double before = ProcessFigures.cpuMicros(server.pids());
            Thread.sleep(LOOK_EVERY_MILLIS);
            used = ProcessFigures.cpuMicros(server.pids()) - before;
        }
    }

    /** Waits, collects garbage, waits again; returns the resident memory. */
    static long resident(ServerProcess server) throws InterruptedException {
        await(server);
        server.collectGarbage();
        await(server);
        return ProcessFigures.residentBytes(server.pids());
    }
}
