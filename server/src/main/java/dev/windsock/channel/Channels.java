package dev.windsock.channel;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All channels of this server, made when they are first used. Thread-safe; nothing here blocks. */
public final class Channels {
    /** What a channel weighs without its log; an estimate for the limits. */
    private static final int WEIGHT = 512;

    private final ChannelLimits limits;
    private final InstantSource clock;
    private final Budget budget;
    private final ConcurrentHashMap<String, Channel> channels = new ConcurrentHashMap<>();

    public Channels(ChannelLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.budget = new Budget(limits.totalBytes());
    }

    /**
     * Appends one publication, and wakes those who are subscribed.
     *
     * @param data one JSON value on one line; it is kept, and must not be changed
     * @throws ProtocolException {@link ErrorCode#BAD_CHANNEL} or {@link ErrorCode#FULL}
     */
    public Published publish(String channel, byte[] data) {
        return with(channel, c -> c.publish(data));
    }

    /**
     * Opens a cursor for a subscriber of the lane that this is called on. It reads from {@link Cursor#start} on.
     *
     * @param since the position of the last publication that the subscriber has; null for "from now on"
     * @throws ProtocolException {@link ErrorCode#BAD_CHANNEL} or {@link ErrorCode#FULL}
     */
    public Cursor open(String channel, Lane lane, Subscriber subscriber, @Nullable Position since) {
        return with(channel, c -> c.open(lane, subscriber, since));
    }

    /** A channel may retire between being found and being used; then another is made. */
    private <T> T with(String name, Function<Channel, @Nullable T> use) {
        while (true) {
            Channel channel = channel(name);
            T result = use.apply(channel);
            if (result != null) {
                return result;
            }
            forget(channel);
        }
    }

    private void forget(Channel channel) {
        if (channels.remove(channel.name(), channel)) {
            budget.giveBack(WEIGHT);
        }
    }

    /**
     * The channel of that name, made if need be.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_CHANNEL} or {@link ErrorCode#FULL}
     */
    public Channel channel(String name) {
        Channel channel = channels.get(name);
        return channel != null ? channel : channels.computeIfAbsent(Names.channel(name), this::make);
    }

    private Channel make(String name) {
        if (channels.mappingCount() >= limits.channels()) {
            throw new ProtocolException(ErrorCode.FULL, "There are " + limits.channels() + " channels already");
        }
        if (!budget.take(WEIGHT)) {
            throw new ProtocolException(ErrorCode.FULL, "The server's memory for channels is used up");
        }
        return new Channel(name, newEpoch(), limits, clock, budget);
    }

    /** 48 random bits in base 36: an epoch has only to differ from those before it. */
    private static String newEpoch() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 48), 36);
    }

    /** The channel of that name where there is one. */
    public @Nullable Channel find(String name) {
        return channels.get(name);
    }

    /** A live view of all channels. */
    public Collection<Channel> all() {
        return Collections.unmodifiableCollection(channels.values());
    }

    /** Bytes that all channels and their logs hold, by weight. */
    public long bytes() {
        return budget.used();
    }

    /** Lets go of what is too old. To be called every few seconds, on any thread but an I/O thread. */
    public void sweep() {
        long now = clock.millis();
        for (Channel channel : channels.values()) {
            if (channel.sweep(now, limits.logAge().toMillis())) {
                forget(channel);
            }
        }
    }
}
