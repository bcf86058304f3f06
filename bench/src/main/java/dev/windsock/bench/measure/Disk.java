package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.HttpOutlet;
import dev.windsock.bench.load.Plan;
import dev.windsock.bench.load.Publisher;
import dev.windsock.bench.server.ProcessFigures;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Publishing by REST as fast as it is acknowledged, with and without a disk.
 *
 * @param connections each with one request at a time
 * @param channels that are published to in turn
 * @param scale how long
 */
record Disk(int connections, int channels, Scale scale) implements Measurement {
    @Override
    public String id() {
        return "disk";
    }

    @Override
    public String title() {
        return "Publishing with and without a disk: %d HTTP connections, %d channels, 100-byte messages, as fast as acknowledged, %d s"
                .formatted(connections, channels, scale.time().toSeconds());
    }

    @Override
    public List<Row> rows() {
        return Rows.of("windsock", "windsock-disk", "windsock-disk-100ms");
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.main("cpu_us_per_publish", "CPU µs per publish", 1),
                Column.median("publishes_per_second", "publishes/s", 0));
    }

    @Override
    public Map<String, Double> measure(ServerProcess server, Dialect dialect, Row row) throws IOException {
        Plan plan = Plan.apart(channels, 1);
        try (HttpOutlet outlet = new HttpOutlet(new Singles(dialect, server.port()), plan, server.port(), connections);
                Publisher publisher = new Publisher(outlet, channels)) {
            publisher.publishFreely(scale.warmUp());
            int before = publisher.published();
            double cpu = ProcessFigures.cpuMicros(server.pids());
            long start = System.nanoTime();
            publisher.publishFreely(scale.time());
            outlet.drain();
            int published = publisher.published() - before;
            double seconds = (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
            return Map.of(
                    "cpu_us_per_publish", (ProcessFigures.cpuMicros(server.pids()) - cpu) / published,
                    "publishes_per_second", published / seconds);
        }
    }
}
