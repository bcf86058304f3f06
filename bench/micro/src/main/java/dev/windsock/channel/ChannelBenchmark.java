package dev.windsock.channel;

import dev.windsock.engine.Origin;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Appending to a log, reading from it, delivering to cursors, and knowing a repeat: all but the sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelBenchmark {
    private static final int SUBSCRIBERS = 1_000;
    private static final int READ = 100;
    private static final byte[] DATA = ("\"" + ".".repeat(100) + "\"").getBytes(StandardCharsets.UTF_8);

    private final Channels channels =
            new Channels(Namespaces.all(Rules.defaults()), ChannelLimits.defaults(), InstantSource.system());
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Lane lane = new Lane(tasks::add, (task, millis) -> tasks.add(task));
    private final Batch batch = new Batch();
    private final Message repeated = Message.of(DATA).from(new Origin("client", 1, null, 0));
    private Channel read = channels.channel("read");
    private long number;
    private long bytes;

    private record Bytes() implements Encoding {
        @Override
        public int slot() {
            return 0;
        }

        @Override
        public byte[] encode(Publication publication) {
            return publication.data();
        }
    }

    private final class Counting implements Subscriber {
        private final Encoding encoding = new Bytes();

        @Override
        public Encoding encoding() {
            return encoding;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public int take(Batch offered, int from, int to) {
            ByteBuffer shared = offered.bytes(encoding, from, to);
            bytes += shared.remaining();
            return to - from;
        }

        @Override
        public void gap(String channel, Position after, Position next) {
            throw new IllegalStateException("a gap");
        }

        @Override
        public void tooSlow(String channel) {
            throw new IllegalStateException("too slow");
        }
    }

    /** Fills the channels. */
    @Setup
    public void fill() {
        for (int i = 0; i < SUBSCRIBERS; i++) {
            channels.open("delivered", lane, new Counting(), Start.NOW).start();
        }
        for (int i = 0; i < READ; i++) {
            channels.publish("read", Message.of(DATA)).join();
        }
        read = channels.channel("read");
        channels.publish("repeated", repeated).join();
    }

    /** A publish to a channel without subscribers. */
    @Benchmark
    public Published append() {
        return channels.publish("appended", Message.of(DATA)).join();
    }

    /** The same with the number of its client, by which a repeat would be known. */
    @Benchmark
    public Published appendNumbered() {
        number++;
        return channels.publish("numbered", Message.of(DATA).from(new Origin("client", number, null, 0)))
                .join();
    }

    /** A publish that is known. */
    @Benchmark
    public Published knowRepeat() {
        return channels.publish("repeated", repeated).join();
    }

    /** One of 100 publications that a cursor reads. */
    @Benchmark
    @OperationsPerInvocation(READ)
    public long cursorRead() {
        return read.read(1, batch);
    }

    /** One of 1,000 deliveries of a publication, the publish included. */
    @Benchmark
    @OperationsPerInvocation(SUBSCRIBERS)
    public long deliver() {
        channels.publish("delivered", Message.of(DATA)).join();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        return bytes;
    }
}
