package dev.windsock.transport;

import dev.windsock.channel.Batch;
import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Encoding;
import dev.windsock.channel.Lane;
import dev.windsock.channel.Message;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Publication;
import dev.windsock.channel.Rules;
import dev.windsock.channel.Subscriber;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Encoding a publication, which is done once for each form that somebody wants. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
    private final Publication small = publication(100);
    private final Publication large = publication(1_000);

    private static Publication publication(int length) {
        Channels channels =
                new Channels(Namespaces.all(Rules.defaults()), ChannelLimits.defaults(), InstantSource.system());
        Last last = new Last();
        channels.open("chat:lobby", new Lane(Runnable::run, (task, millis) -> task.run()), last, Start.NOW)
                .start();
        channels.publish(
                        "chat:lobby",
                        Message.of(("\"" + "0123456789".repeat(length / 10) + "\"").getBytes(StandardCharsets.UTF_8)))
                .join();
        if (last.taken == null) {
            throw new IllegalStateException("nothing came");
        }
        return last.taken;
    }

    private static final class Last implements Subscriber {
        private @Nullable Publication taken;

        @Override
        public Encoding encoding() {
            return WireForm.LINE;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public int take(Batch batch, int from, int to) {
            taken = batch.get(to - 1);
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

    /** 100 bytes as a WebSocket message. */
    @Benchmark
    public byte[] encodeWebSocket() {
        return WireForm.WEBSOCKET.encode(small);
    }

    /** 100 bytes as a server-sent event. */
    @Benchmark
    public byte[] encodeSse() {
        return WireForm.SSE.encode(small);
    }

    /** 1,000 bytes as a compressed WebSocket message. */
    @Benchmark
    public byte[] encodeDeflated() {
        return WireForm.WEBSOCKET_DEFLATED.encode(large);
    }
}
