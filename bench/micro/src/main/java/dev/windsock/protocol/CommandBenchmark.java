package dev.windsock.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading commands and positions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CommandBenchmark {
    private byte[] publish =
            bytes("{\"id\":7,\"publish\":{\"channel\":\"chat:lobby\",\"data\":\"" + ".".repeat(100) + "\"}}");
    private byte[] connect = bytes(
            "{\"id\":1,\"connect\":{\"channels\":{\"chat:lobby\":{\"epoch\":\"2n9c41k8x\",\"offset\":1048576}}}}");
    private String position = "2n9c41k8x:1048576";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A publish of 100 bytes. */
    @Benchmark
    public List<Command> parsePublish() {
        return Commands.parse(publish);
    }

    /** A connect with one channel and its position. */
    @Benchmark
    public List<Command> parseConnect() {
        return Commands.parse(connect);
    }

    /** A position as an SSE event's id has it. */
    @Benchmark
    public Position parsePosition() {
        return Position.parse(position);
    }
}
