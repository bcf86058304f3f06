package dev.windsock.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param measurements ids, in order
 * @param servers ids
 * @param rounds how often each contestant has its turn
 * @param seconds of each measurement that count
 * @param warmUp seconds that do not
 * @param subscribers of the fan-outs
 * @param rate messages a second
 * @param window messages on the way when as fast as possible
 * @param connections of the measurement of memory
 * @param threads of the load
 * @param jar Windsock's
 * @param flags flags of the contestants' JVMs
 * @param docs whether to fill docs/benchmarks.md
 */
record Options(
        List<String> measurements,
        List<String> servers,
        int rounds,
        int seconds,
        int warmUp,
        int subscribers,
        int rate,
        int window,
        int connections,
        int threads,
        Path jar,
        List<String> flags,
        boolean docs) {

    static final String USAGE = """
            Usage: bench/run [fanout] [flood] [memory] [options]     (all three where none is named)
              --quick             one short round: a look, not a result
              --servers A,B,…     some of windsock,floor,joint,nchan,ws (all)
              --rounds N          turns of each contestant (3)
              --seconds N         seconds that count (20)
              --warm-up N         seconds before them (10)
              --subscribers N     subscribers of the fan-outs (1000)
              --rate N            messages a second at the fixed rate (25)
              --window N          messages on the way when as fast as possible (256)
              --connections N     idle connections of the measurement of memory (10000)
              --load-threads N    threads that read what the servers send (1)
              --jar FILE          Windsock's jar (server/target/windsock.jar)
              --flags "F …"       flags of the JVMs of Windsock and of the bare loop
              --docs              write the tables into docs/benchmarks.md
            """;

    static Options parse(Path root, List<String> arguments) {
        OptionReader reader = new OptionReader(arguments);
        boolean quick = reader.flag("--quick");
        Options options = new Options(
                List.of(),
                split(reader.text("--servers", "windsock,floor,joint,nchan,ws"), ","),
                reader.number("--rounds", quick ? 1 : 3),
                reader.number("--seconds", quick ? 5 : 20),
                reader.number("--warm-up", quick ? 4 : 10),
                reader.number("--subscribers", 1_000),
                reader.number("--rate", 25),
                reader.number("--window", 256),
                reader.number("--connections", 10_000),
                reader.number("--load-threads", 1),
                Path.of(reader.text(
                                "--jar",
                                root.resolve("server/target/windsock.jar").toString()))
                        .toAbsolutePath(),
                split(reader.text("--flags", System.getProperty("windsock.bench.flags", "")), " "),
                reader.flag("--docs"));
        return options.withMeasurements(reader.rest(List.of("fanout", "flood", "memory")));
    }

    private Options withMeasurements(List<String> chosen) {
        return new Options(
                chosen,
                servers,
                rounds,
                seconds,
                warmUp,
                subscribers,
                rate,
                window,
                connections,
                threads,
                jar,
                flags,
                docs);
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split(separator)));
        parts.removeIf(String::isBlank);
        return List.copyOf(parts);
    }
}
