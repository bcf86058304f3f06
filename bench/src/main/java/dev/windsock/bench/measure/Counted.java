package dev.windsock.bench.measure;

import dev.windsock.bench.load.Load;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.util.Map;

/** The part of a run that counts, after the server has warmed up. */
final class Counted {
    private Counted() {}

    /** Publishes, and waits for what was published; returns how many deliveries have not come. */
    @FunctionalInterface
    interface Publishing {
        long run() throws IOException;
    }

    /** CPU, latency and losses of what is published; the load ends with it. */
    static Map<String, Double> run(ServerProcess server, Load load, Publisher publisher, Publishing publishing)
            throws IOException {
        load.record();
        publisher.lateness().reset();
        Meter start = Meter.read(server, load);
        long lost = publishing.run();
        Meter all = Meter.read(server, load).since(start);
        load.close();
        Map<String, Double> figures = all.figures();
        Latency.put(load.latencies(), publisher.lateness(), figures);
        figures.put("lost", (double) lost);
        return figures;
    }
}
