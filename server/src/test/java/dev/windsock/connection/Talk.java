package dev.windsock.connection;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Lane;
import dev.windsock.channel.Message;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.presence.Presence;
import dev.windsock.protocol.Commands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;

/** A connection on a hand-driven lane. In what is written here, single quotes stand for double ones. */
final class Talk {
    static final int MAX_CHANNELS = 3;
    private static final Duration LEASE = Duration.ofSeconds(75);

    final Channels channels;
    final Presence presence;
    final ScriptedOutlet outlet = new ScriptedOutlet();
    final Connection connection;
    private final ArrayDeque<Runnable> tasks;
    private final Lane lane;
    private int read;

    Talk() {
        this(new ChannelLimits(5, 1 << 22, 1L << 40));
    }

    Talk(ChannelLimits limits) {
        this(Rules.defaults().withLog(8, 1 << 20, Duration.ofMinutes(1)), limits);
    }

    Talk(Rules rules, ChannelLimits limits) {
        this(Namespaces.all(rules), limits);
    }

    Talk(Namespaces namespaces, ChannelLimits limits) {
        this(new Channels(namespaces, limits, InstantSource.system()));
    }

    private Talk(Channels channels) {
        this(channels, new Presence(channels, LEASE, () -> 0), new ArrayDeque<>());
    }

    private Talk(Channels channels, Presence presence, ArrayDeque<Runnable> tasks) {
        this(channels, presence, tasks, new Lane(tasks::add, (task, millis) -> tasks.add(task)));
    }

    private Talk(Channels channels, Presence presence, ArrayDeque<Runnable> tasks, Lane lane) {
        this.channels = channels;
        this.presence = presence;
        this.tasks = tasks;
        this.lane = lane;
        connection = new Connection(
                lane,
                outlet,
                new Settings(channels, presence, "Windsock test", Duration.ofSeconds(25), 65_536, MAX_CHANNELS));
    }

    /** Another connection of the same lane and channels. */
    Talk another() {
        return new Talk(channels, presence, tasks, lane);
    }

    /** Connects where it is not connected yet, subscribes, and takes the replies away. */
    Talk connected(String... channelNames) {
        receive("{'id':1,'connect':{'client':'me'}}");
        for (String channel : channelNames) {
            receive("{'id':2,'subscribe':{'channel':'" + channel + "'}}");
        }
        said();
        return this;
    }

    void receive(String lines) {
        connection.receive(Commands.parse(lines.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), null);
        run();
    }

    /** Runs the lane. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    void publish(String channel, String json) {
        channels.publish(channel, Message.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .join();
        run();
    }

    /** Gives the socket room, and calls as it was asked to, once. */
    void drain(long bytes) {
        outlet.room(bytes);
        if (outlet.takeAwaited()) {
            connection.writable();
            run();
        }
    }

    /** What has been written since the last time, in whole lines, with {@code E} for each channel's epoch. */
    List<String> said() {
        String all = new String(outlet.written(), StandardCharsets.UTF_8);
        String news = all.substring(read);
        read = all.length();
        for (var channel : channels.all()) {
            news = news.replace(channel.epoch(), "E");
        }
        return news.replace('"', '\'').lines().toList();
    }

    /** How many publications the channel has had. */
    long publishedIn(String channel) {
        return channels.publish(channel, Message.of(new byte[] {'0'}))
                        .join()
                        .position()
                        .offset()
                - 1;
    }

    int subscribers(String channel) {
        return channels.channel(channel).subscribers();
    }
}
