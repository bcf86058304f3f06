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
        this(new ChannelLimits(8, 1 << 20, AGE, 100, 1 << 24));
    }

    Fixture(ChannelLimits limits) {
        channels = new Channels(limits, clock);
    }

    Published publish(String data) {
        return channels.publish("c", data.getBytes(StandardCharsets.UTF_8));
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
