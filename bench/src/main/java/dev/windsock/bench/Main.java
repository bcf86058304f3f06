package dev.windsock.bench;

import dev.windsock.bench.load.LoadException;
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

/** The command line of the benchmark: measures, prints the tables, writes them and the JSON into bench/target. */
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
        contestants.forEach(Contestant::check);
        Map<String, String> labels = contestants.stream().collect(Collectors.toMap(Contestant::id, Contestant::label));
        Tournament tournament = new Tournament(options, contestants, System.err);
        List<Results> results = new ArrayList<>();
        for (String measurement : options.measurements()) {
            results.add(tournament.run(measurement));
            write(new Report(command, Machine.describe(options.flags()), labels, results));
        }
        System.out.println(new Report(command, Machine.describe(options.flags()), labels, results).text());
    }

    /** After each measurement, so that a long run that is cut short leaves what it has. */
    private void write(Report report) throws IOException {
        Path target = Files.createDirectories(root.resolve("bench/target"));
        Files.writeString(target.resolve("results.json"), report.json());
        Files.writeString(
                target.resolve("results.md"),
                String.join("\n\n", report.markdown().values()) + "\n");
        if (options.docs()) {
            new Page(root.resolve("docs/benchmarks.md")).fill(report.markdown());
        }
    }

    private List<Contestant> chosen() {
        List<Contestant> all = Contestants.all(root.resolve("bench"), options.jar(), options.flags());
        List<String> ids = all.stream().map(Contestant::id).toList();
        for (String id : options.servers()) {
            if (!ids.contains(id)) {
                throw new UsageException("no server is called " + id);
            }
        }
        return all.stream()
                .filter(contestant -> options.servers().contains(contestant.id()))
                .toList();
    }

    private static void fail(@Nullable String message, int status) {
        System.err.println("bench/run: " + message);
        System.exit(status);
    }
}
