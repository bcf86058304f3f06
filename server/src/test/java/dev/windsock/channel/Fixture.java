package dev.windsock.channel;

import dev.windsock.protocol.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Channels with limits that a test can reach, and two lanes. */
final class Fixture {
    static final Duration AGE = Duration.ofMinutes(1);

    final HandClock clock = new HandClock();
    final HandLane lane = new HandLane();
    final HandLane other = new HandLane();
    final Channels channels;

    Fixture() {
        this(8, 1 << 20);
    }

    Fixture(int logCount, long logBytes) {
        this(Rules.defaults().withLog(logCount, logBytes, AGE), new ChannelLimits(100, 1 << 28, 1L << 40));
    }

    Fixture(Rules rules, ChannelLimits limits) {
        channels = new Channels(Namespaces.all(rules), limits, clock);
    }

    Published publish(String data) {
        return channels.publish("c", Message.of(data.getBytes(StandardCharsets.UTF_8)))
                .join();
    }

    void publish(int count) {
        for (int i = 0; i < count; i++) {
            publish(Integer.toString(i));
        }
    }

    Position at(long offset) {
        return new Position(epoch(), offset);
    }

    String epoch() {
        return channels.channel("c").epoch();
    }

    Reader join() {
        return new Reader().start(channels, "c", lane, null);
    }

    void run() {
        lane.run();
        other.run();
    }
}
