package dev.windsock.bench;

import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.measure.Column;
import dev.windsock.bench.measure.Measurement;
import dev.windsock.bench.measure.Row;
import dev.windsock.bench.report.Results;
import dev.windsock.bench.server.Contestant;
import dev.windsock.bench.server.ServerException;
import dev.windsock.bench.server.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets the contestants take turns, round by round, each freshly started each time. */
final class Tournament {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Options options;
    private final Map<String, Contestant> contestants;
    private final PrintStream progress;
    private final Watchdog watchdog = new Watchdog();

    Tournament(Options options, List<Contestant> contestants, PrintStream progress) {
        this.options = options;
        this.contestants = contestants.stream().collect(Collectors.toMap(Contestant::id, Function.identity()));
        this.progress = progress;
    }

    /** Measures, round by round, and tells how far it is and about how long it will take. */
    Results run(Measurement measurement, int rounds) throws IOException, InterruptedException {
        Results results = new Results(measurement);
        List<Row> rows = measurement.rows().stream()
                .filter(row -> contestants.containsKey(row.contestant()))
                .toList();
        long start = System.nanoTime();
        for (int turn = 0; turn < rounds * rows.size(); turn++) {
            Row row = rows.get(turn % rows.size());
            Contestant contestant = Objects.requireNonNull(contestants.get(row.contestant()));
            String variant = row.variant().isEmpty() ? "" : ", " + row.variant();
            progress.printf(
                    "%s, turn %d of %d%s: %s%s … ",
                    measurement.id(),
                    turn + 1,
                    rounds * rows.size(),
                    left(start, turn, rounds * rows.size()),
                    contestant.label(),
                    variant);
            try {
                Map<String, Double> figures = turn(measurement, contestant, row);
                results.add(row, figures);
                Column column = measurement.columns().getFirst();
                progress.printf("%,.2f %s%n", figures.get(column.key()), column.heading());
            } catch (LoadException | ServerException e) {
                // A contestant that cannot do it is a result as well.
                results.failed(row, String.valueOf(e.getMessage()));
                progress.println("FAILED: " + e.getMessage());
            }
        }
        return results;
    }

    private static String left(long start, int done, int all) {
        if (done == 0) {
            return "";
        }
        long each = (System.nanoTime() - start) / done;
        return ", %,d s left".formatted(TimeUnit.NANOSECONDS.toSeconds(each * (all - done)));
    }

    private Map<String, Double> turn(Measurement measurement, Contestant contestant, Row row)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("windsock-bench-");
        TimerTask limit = watchdog.watch(contestant.label(), limit());
        try (ServerProcess server = contestant.start(directory)) {
            return measurement.measure(server, contestant.dialect(), row);
        } finally {
            limit.cancel();
            delete(directory);
        }
    }

    private Duration limit() {
        return options.scale().warmUp().plus(options.scale().soak()).plus(PATIENCE);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
