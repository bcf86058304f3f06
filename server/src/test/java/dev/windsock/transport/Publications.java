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
import java.util.ArrayList;
import java.util.List;

/** Makes publications as they come out of a channel. */
final class Publications {
    private Publications() {}

    /** The only publication of a new channel {@code room}. */
    static Publication of(String json) {
        Channels channels =
                new Channels(Namespaces.all(Rules.defaults()), ChannelLimits.defaults(), InstantSource.system());
        channels.publish("room", Message.of(json.getBytes(StandardCharsets.UTF_8)))
                .join();
        Collector collector = new Collector();
        Position start = new Position(channels.channel("room").epoch(), 0);
        channels.open("room", new Lane(Runnable::run, (task, millis) -> task.run()), collector, Start.after(start))
                .start();
        return collector.taken.getFirst();
    }

    private static final class Collector implements Subscriber {
        private final List<Publication> taken = new ArrayList<>();

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
            for (int i = from; i < to; i++) {
                taken.add(batch.get(i));
            }
            return to - from;
        }

        @Override
        public void gap(String channel, Position after, Position next) {
            throw new AssertionError("There is no gap here");
        }

        @Override
        public void tooSlow(String channel) {
            throw new AssertionError("Nobody is slow here");
        }
    }
}
