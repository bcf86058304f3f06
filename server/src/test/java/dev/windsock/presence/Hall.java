package dev.windsock.presence;

import dev.windsock.channel.Batch;
import dev.windsock.channel.Channel;
import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Cursor;
import dev.windsock.channel.Encoding;
import dev.windsock.channel.Lane;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Publication;
import dev.windsock.channel.Rules;
import dev.windsock.channel.Subscriber;
import dev.windsock.engine.Engine;
import dev.windsock.engine.MemoryEngine;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Channels with presence, and a clock that goes when the test says so. What follows here follows a cursor too. */
final class Hall {
    static final Duration LEASE = Duration.ofSeconds(75);

    /** After so long without use, channels {@code quiet:…} retire. */
    static final Duration QUIET_AGE = Duration.ofSeconds(10);

    final Channels channels;
    final Presence presence;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Lane lane = new Lane(tasks::add, (task, millis) -> tasks.add(task));
    private long nowMillis;

    Hall() {
        this(new ChannelLimits(100, 1 << 22, 1L << 40), new MemoryEngine());
    }

    /** Channels {@code quiet:…} do not tell of joins, channels {@code plain:…} have no presence, all others do and have. */
    Hall(ChannelLimits limits, Engine engine) {
        Rules rules = Rules.defaults().withLog(100_000, 1L << 30, Duration.ofDays(1));
        Rules brief = rules.withLog(1, 1, QUIET_AGE);
        Namespaces namespaces = new Namespaces(
                rules.withPresence(true, true), Map.of("quiet", brief.withPresence(true, false), "plain", rules));
        channels = new Channels(namespaces, limits, () -> Instant.ofEpochMilli(nowMillis), engine);
        presence = new Presence(channels, LEASE, () -> nowMillis);
    }

    /** Time passes, and the sweeper comes by each second. */
    void pass(Duration time) {
        long end = nowMillis + time.toMillis();
        while (nowMillis < end) {
            nowMillis = Math.min(end, nowMillis + 1_000);
            presence.sweep();
        }
    }

    static Member member(String id) {
        return new Member(id, null, null);
    }

    /** A connection of the client that follows the channel. */
    Following follow(String id, String channel) {
        return follow(member(id), channel);
    }

    Following follow(Member who, String channel) {
        presence.heard(who.id());
        Cursor cursor = channels.open(channel, lane, new Deaf(), Start.NOW);
        try {
            presence.followed(channel, who);
        } catch (RuntimeException e) {
            cursor.close();
            throw e;
        }
        return new Following(who.id(), channel, cursor);
    }

    /** One connection on one channel. */
    final class Following {
        final String id;
        final String channel;
        private final Cursor cursor;

        private Following(String id, String channel, Cursor cursor) {
            this.id = id;
            this.channel = channel;
            this.cursor = cursor;
        }

        /** The connection is cut. */
        void cut() {
            cursor.close();
            presence.lost(channel, id);
        }

        void unsubscribe() {
            cursor.close();
            presence.unsubscribed(channel, id, true);
        }
    }

    /** The ids of those that are in a channel, in the order in which they came. */
    List<String> in(String channel) {
        return presence.of(channel).join().members().stream().map(Member::id).toList();
    }

    /** What the log says, such as {@code JOIN a}. */
    List<String> told(String channel) {
        List<String> told = new ArrayList<>();
        Channel known = channels.find(channel);
        if (known != null) {
            known.forEachKept(entry ->
                    told.add(entry.kind() + " " + Member.of(entry.data()).id()));
        }
        return told;
    }

    /** What the log says in full. */
    List<String> entries(String channel) {
        List<String> entries = new ArrayList<>();
        channels.channel(channel).forEachKept(entry -> entries.add(entry.kind() + " " + text(entry)));
        return entries;
    }

    private static String text(Publication entry) {
        return new String(entry.data(), StandardCharsets.UTF_8).replace('"', '\'');
    }

    /** It takes nothing. */
    private static final class Deaf implements Subscriber {
        @Override
        public Encoding encoding() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public int take(Batch batch, int from, int to) {
            return 0;
        }

        @Override
        public void gap(String channel, Position after, Position next) {}

        @Override
        public void tooSlow(String channel) {}
    }
}
