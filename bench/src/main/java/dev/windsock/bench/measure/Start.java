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
 * The start: from the command to the first message that has reached a subscriber, and the memory of a server that has done no
 * more than that.
 */
record Start() implements Measurement {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String id() {
        return "start";
    }

    @Override
    public String title() {
        return "Start: from the command to the first message at a subscriber, and the memory at rest";
    }

    @Override
    public List<Row> rows() {
        return Rows.of("windsock", "floor", "nchan", "mosquitto", "ws", "socketio", "cometd");
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("first_message_ms", "ms to the first message", 0),
                Column.main("resident_mb", "resident MB at rest", 1),
                Column.median("start_cpu_ms", "CPU ms", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row)
            throws IOException, InterruptedException {
        Plan plan = Plan.shared(1, 1);
        Map<String, Double> figures = new HashMap<>();
        try (Load load = new Load(dialect, Transport.WEBSOCKET, plan, server.port(), 1)) {
            load.awaitReady(PATIENCE);
            try (Publisher publisher = new Publisher(new WebSocketOutlet(dialect, plan, server.port()), 1)) {
                publisher.publishAtRate(1, 1);
                load.awaitReceived(1, PATIENCE);
                figures.put("first_message_ms", (double)
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - server.started()));
                figures.put("start_cpu_ms", ProcessFigures.cpuMicros(server.pids()) / 1_000);
            }
        }
        Rest.await(server);
        figures.put("resident_mb", ProcessFigures.residentBytes(server.pids()) / 1e6);
        return figures;
    }
}
