package dev.windsock.bench;

import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.measure.FanOut;
import dev.windsock.bench.measure.Flood;
import dev.windsock.bench.measure.IdleMemory;
import dev.windsock.bench.measure.Measurement;
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
import java.util.TimerTask;
import java.util.stream.Stream;

/** Lets the contestants take turns, round by round, each freshly started each time. */
final class Tournament {
    private static final int FIRST_CONNECTIONS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Options options;
    private final List<Contestant> contestants;
    private final PrintStream progress;
    private final Watchdog watchdog = new Watchdog();

    Tournament(Options options, List<Contestant> contestants, PrintStream progress) {
        this.options = options;
        this.contestants = contestants;
        this.progress = progress;
    }

    Results run(String id) throws IOException, InterruptedException {
        Measurement measurement = measurement(id);
        Results results = new Results(measurement);
        for (int round = 1; round <= options.rounds(); round++) {
            for (Contestant contestant : contestants) {
                if (measurement.contestants().contains(contestant.id())) {
                    progress.printf(
                            "%s, round %d of %d: %s … ", measurement.id(), round, options.rounds(), contestant.label());
                    Map<String, Double> figures = turn(measurement, contestant);
                    results.add(contestant.id(), figures);
                    String key = measurement.columns().getFirst().key();
                    progress.printf("%s %,.2f%n", key, figures.get(key));
                }
            }
        }
        return results;
    }

    private Map<String, Double> turn(Measurement measurement, Contestant contestant)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("windsock-bench-");
        TimerTask limit = watchdog.watch(contestant.label(), limit());
        try (ServerProcess server = contestant.start(directory)) {
            return measurement.measure(server, contestant.dialect());
        } catch (LoadException e) {
            throw new LoadException(contestant.label() + ": " + e.getMessage(), e);
        } catch (ServerException e) {
            throw new ServerException(contestant.label() + ": " + e.getMessage(), e);
        } finally {
            limit.cancel();
            delete(directory);
        }
    }

    private Duration limit() {
        return Duration.ofSeconds(options.warmUp() + options.seconds()).plus(PATIENCE);
    }

    private Measurement measurement(String id) {
        Duration warmUp = Duration.ofSeconds(options.warmUp());
        Duration time = Duration.ofSeconds(options.seconds());
        int subscribers = options.subscribers();
        int threads = options.threads();
        return switch (id) {
            case "fanout" -> new FanOut(subscribers, options.rate(), warmUp, time, threads);
            case "flood" -> new Flood(subscribers, options.window(), warmUp, time, threads);
            case "memory" -> new IdleMemory(options.connections(), FIRST_CONNECTIONS, threads);
            default -> throw new UsageException("no measurement is called " + id);
        };
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
