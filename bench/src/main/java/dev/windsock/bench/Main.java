package dev.windsock.bench;

import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.measure.Measurement;
import dev.windsock.bench.measure.Measurements;
import dev.windsock.bench.report.Libraries;
import dev.windsock.bench.report.Machine;
import dev.windsock.bench.report.Page;
import dev.windsock.bench.report.Report;
import dev.windsock.bench.report.Results;
import dev.windsock.bench.server.Contestant;
import dev.windsock.bench.server.Contestants;
import dev.windsock.bench.server.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command line of the benchmark: measures, prints the tables, writes them with plots and JSON into bench/target. */
public final class Main {
    private final Path root;
    private final Options options;
    private final String command;

    private Main(Path root, List<String> arguments) {
        this.root = root;
        this.options = Options.parse(root, arguments);
        this.command = ("bench/run " + String.join(" ", arguments)).strip();
    }

    /** Runs; the system property {@code windsock.root} tells where the project is. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            new Main(Path.of(System.getProperty("windsock.root", ".")).toAbsolutePath(), List.of(args)).run();
        } catch (UsageException e) {
            fail(e.getMessage() + "; bench/run --help tells what there is", 2);
        } catch (ServerException | LoadException e) {
            fail(e.getMessage(), 1);
        }
    }

    private void run() throws IOException, InterruptedException {
        List<Contestant> contestants = chosen();
        Tournament tournament = new Tournament(options, contestants, System.err);
        if (options.check()) {
            new Check(tournament, options.scale(), System.out).run();
            return;
        }
        Map<String, String> labels = contestants.stream().collect(Collectors.toMap(Contestant::id, Contestant::label));
        List<Results> results = new ArrayList<>();
        for (Measurement measurement : measurements()) {
            results.add(tournament.run(measurement, options.rounds()));
            write(report(labels, results));
        }
        System.out.println(report(labels, results).text());
        if (results.stream()
                .flatMap(result -> result.failures().stream())
                .anyMatch(failure -> failure.startsWith("windsock"))) {
            System.exit(1);
        }
    }

    private Report report(Map<String, String> labels, List<Results> results) {
        return new Report(
                command, Machine.describe(options.flags(), Libraries.of(root.resolve("bench/peers"))), labels, results);
    }

    private List<Measurement> measurements() {
        List<Measurement> all = Measurements.all(options.scale());
        List<String> ids = all.stream().map(Measurement::id).toList();
        for (String word : options.words()) {
            if (!ids.contains(word)) {
                throw new UsageException("no measurement is called " + word);
            }
        }
        return all.stream()
                .filter(measurement ->
                        options.words().isEmpty() || options.words().contains(measurement.id()))
                .toList();
    }

    /** After each measurement, so that a long run that is cut short leaves what it has. */
    private void write(Report report) throws IOException {
        Path target = Files.createDirectories(root.resolve("bench/target"));
        writeAll(report.json(), target, ".json");
        writeAll(report.markdown(), target, ".md");
        writeAll(report.plots(), target, ".svg");
        if (options.docs()) {
            Path docs = root.resolve("docs");
            new Page(docs.resolve("benchmarks.md")).fill(report.markdown());
            writeAll(report.plots(), Files.createDirectories(docs.resolve("benchmarks")), ".svg");
            writeAll(report.json(), docs.resolve("benchmarks"), ".json");
        }
    }

    private static void writeAll(Map<String, String> texts, Path directory, String end) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(directory.resolve(text.getKey() + end), text.getValue());
        }
    }

    private List<Contestant> chosen() {
        List<Contestant> all = Contestants.all(root.resolve("bench"), options.jar(), options.flags());
        for (String id : options.servers()) {
            if (!Options.SERVERS.contains(id)) {
                throw new UsageException("no server is called " + id);
            }
        }
        List<Contestant> chosen = all.stream()
                .filter(contestant -> options.servers().contains(contestant.id()))
                .filter(contestant -> !options.check() || Check.SERVERS.contains(contestant.id()))
                .toList();
        chosen.forEach(Contestant::check);
        return chosen;
    }

    private static void fail(@Nullable String message, int status) {
        System.err.println("bench/run: " + message);
        System.exit(status);
    }
}
