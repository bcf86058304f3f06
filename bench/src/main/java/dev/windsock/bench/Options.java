package dev.windsock.bench;

import dev.windsock.bench.measure.Scale;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param words what is left over: ids of measurements
 * @param servers ids
 * @param rounds how often each row has its turn
 * @param scale how long and how large
 * @param jar Windsock's
 * @param flags flags of the contestants' JVMs
 * @param docs whether to fill docs/benchmarks.md
 * @param check whether only to hold the bounds of the short form
 */
record Options(
        List<String> words,
        List<String> servers,
        int rounds,
        Scale scale,
        Path jar,
        List<String> flags,
        boolean docs,
        boolean check) {

    static final List<String> SERVERS = List.of(
            "windsock",
            "windsock-disk",
            "windsock-disk-100ms",
            "floor",
            "joint",
            "nchan",
            "mosquitto",
            "ws",
            "socketio",
            "cometd");

    static final String USAGE = """
            Usage: bench/run [MEASUREMENT…] [options]     (all measurements where none is named)

            Measurements:
              fanout       1 channel, 1,000 WebSocket subscribers, at a fixed rate
              sse          the same over SSE
              polling      the same over long polling, at 5 messages/s
              deflate      the same with permessage-deflate
              flood        as fast as possible, 1,000 subscribers
              flood10k     as fast as possible, 10,000 subscribers
              channels     1,000 channels with 1 subscriber, published by REST, by WebSocket, by batch
              chat         100 rooms of 50, every client publishes
              latency      100 subscribers at a third of the slowest peer's peak, --soak seconds
              memory       idle WebSocket connections
              idle         idle connections on each transport with 1 and with 10 channels
              storm        10,000 clients connect, subscribe and recover 10 messages
              comeback     10,000 clients come back to 100 missed messages, while others are live
              disk         publishing by REST, with and without a disk
              start        time to the first message, and memory at rest
              growth       Windsock from 100 subscribers up, and from 1,000 channels up

            Options:
              --check             the short form that guards against a fall: less than two minutes
              --quick             one short round: a look, not a result
              --servers A,B,…     some of windsock,windsock-disk,windsock-disk-100ms,floor,joint,nchan,mosquitto,ws,socketio,cometd (all)
              --rounds N          turns of each row (5)
              --seconds N         seconds that count (10)
              --soak N            seconds that count in latency (600)
              --warm-up N         seconds before them (10)
              --connections N     idle connections, and clients of the storm (10000)
              --load-threads N    threads that read what the servers send (1)
              --jar FILE          Windsock's jar (server/target/windsock.jar)
              --flags "F …"       flags of the JVMs of Windsock, of the bare loops and of CometD
              --docs              write tables and plots into docs/benchmarks.md
            """;

    static Options parse(Path root, List<String> arguments) {
        OptionReader reader = new OptionReader(arguments);
        boolean quick = reader.flag("--quick");
        boolean check = reader.flag("--check");
        int seconds = reader.number("--seconds", quick || check ? 5 : 10);
        Scale scale = new Scale(
                Duration.ofSeconds(reader.number("--warm-up", quick || check ? 4 : 10)),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(reader.number("--soak", quick ? seconds : 600)),
                reader.number("--connections", 10_000),
                !check,
                Integer.getInteger("windsock.bench.files", 20_000),
                reader.number("--load-threads", 1));
        String jar = root.resolve("server/target/windsock.jar").toString();
        List<String> servers = split(reader.text("--servers", String.join(",", SERVERS)), ",");
        int rounds = reader.number("--rounds", quick || check ? 1 : 5);
        Path path = Path.of(reader.text("--jar", jar)).toAbsolutePath();
        List<String> flags = split(reader.text("--flags", System.getProperty("windsock.bench.flags", "")), " ");
        boolean docs = reader.flag("--docs");
        return new Options(reader.rest(), servers, rounds, scale, path, flags, docs, check);
    }

    private static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split(separator)));
        parts.removeIf(String::isBlank);
        return List.copyOf(parts);
    }
}
