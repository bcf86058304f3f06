package dev.windsock.channel;

import dev.windsock.counts.Counts;
import dev.windsock.counts.Source;
import dev.windsock.engine.Engine;
import dev.windsock.engine.EngineException;
import dev.windsock.engine.Entry;
import dev.windsock.engine.MemoryEngine;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Start;
import dev.windsock.protocol.TransportName;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All channels of this server, made when they are first used. Thread-safe; nothing here blocks but {@link #load}. */
public final class Channels {
    /** What a channel weighs without its log; an estimate for the limits. */
    private static final int WEIGHT = 512;

    private final Namespaces namespaces;
    private final ChannelLimits limits;
    private final InstantSource clock;
    private final Engine engine;
    private final Budget budget;
    private final Shared shared;
    private final Counts counts = new Counts();
    private final ConcurrentHashMap<String, Channel> channels = new ConcurrentHashMap<>();

    /** Channels that end with the process. */
    public Channels(Namespaces namespaces, ChannelLimits limits, InstantSource clock) {
        this(namespaces, limits, clock, new MemoryEngine());
    }

    /**
     * @param engine where the logs live beyond this process
     */
    public Channels(Namespaces namespaces, ChannelLimits limits, InstantSource clock, Engine engine) {
        this.namespaces = namespaces;
        this.limits = limits;
        this.clock = clock;
        this.engine = engine;
        this.budget = new Budget(limits.totalBytes());
        // What is kept nowhere need not wait for being kept.
        Engine keeps = engine instanceof MemoryEngine ? null : engine;
        this.shared = new Shared(clock, budget, new RecoveryBudget(limits.recoveryBytes(), clock), keeps, counts);
    }

    /**
     * Takes back what the engine has kept. To be called before anything else; may take long.
     *
     * @throws EngineException where that cannot be read
     */
    public void load() throws EngineException {
        engine.load(new Restore());
        channels.values().forEach(Channel::restored);
    }

    private final class Restore implements Engine.Loader {
        @Override
        public void log(String channel, String epoch, long head, long tail) {
            Channel restored = new Channel(channel, epoch, namespaces.of(channel), shared);
            budget.giveBack(-WEIGHT);
            restored.restore(head, tail);
            channels.put(channel, restored);
        }

        @Override
        public void entry(Entry entry) {
            channel(entry.channel()).restore(entry, true);
        }

        @Override
        public void remembered(Entry entry) {
            channel(entry.channel()).restore(entry, false);
        }
    }

    /**
     * Appends one publication, and wakes those who are subscribed.
     *
     * @return complete as soon as it is kept; fails with a {@link ProtocolException} where it could not be
     * @throws ProtocolException where it is refused: for the channel's name, for want of room, as a repeat that differs or
     *     comes too late, or since one of its conditions does not hold
     */
    public CompletableFuture<Published> publish(String channel, Message message) {
        return publish(channel, message, Source.APPLICATION);
    }

    /**
     * The same for another than the application.
     *
     * @param source whose publication it is counted as
     */
    public CompletableFuture<Published> publish(String channel, Message message, Source source) {
        CompletableFuture<Published> answer = with(channel, c -> c.publish(message));
        if (answer.isDone()) {
            count(answer, source);
        } else {
            CompletableFuture<?> unused = answer.whenComplete((published, failure) -> count(answer, source));
        }
        return answer;
    }

    private void count(CompletableFuture<Published> answer, Source source) {
        if (!answer.isCompletedExceptionally() && !answer.join().repeated()) {
            counts.published().add(source);
        }
    }

    /**
     * The same by a client, which not every channel is open to.
     *
     * @throws ProtocolException also {@link ErrorCode#FORBIDDEN}
     */
    public CompletableFuture<Published> publishByClient(String channel, Message message, Source source) {
        if (namespaces.of(channel).publishers() == Publishers.SERVER) {
            throw new ProtocolException(ErrorCode.FORBIDDEN, "Only backends may publish to " + Names.channel(channel));
        }
        return publish(channel, message, source);
    }

    /**
     * Lets those pass who are on a transport that the channel's rules offer.
     *
     * @throws ProtocolException {@link ErrorCode#TRANSPORT_NOT_OFFERED}
     */
    public void checkOffered(String channel, TransportName transport) {
        Set<TransportName> offered = namespaces.of(channel).transports();
        if (!offered.contains(transport)) {
            throw new ProtocolException(
                    ErrorCode.TRANSPORT_NOT_OFFERED,
                    Names.channel(channel) + " cannot be followed over " + transport.word() + "; offered: "
                            + offered.stream().sorted().map(TransportName::word).collect(Collectors.joining(", ")));
        }
    }

    /**
     * Opens a cursor for a subscriber of the lane that this is called on. It reads from {@link Cursor#start} on.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_CHANNEL} or {@link ErrorCode#FULL}
     */
    public Cursor open(String channel, Lane lane, Subscriber subscriber, Start start) {
        return with(channel, c -> c.open(lane, subscriber, start));
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
            budget.giveBack(WEIGHT + channel.memory());
            engine.drop(channel.name(), channel.epoch());
        }
    }

    /** The rules that the channel of that name has, or would have. */
    public Rules rules(String name) {
        return namespaces.of(name);
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
        String epoch = newEpoch();
        engine.open(name, epoch);
        return new Channel(name, epoch, namespaces.of(name), shared);
    }

    /** 48 random bits in base 36: an epoch has only to differ from those before it. */
    private static String newEpoch() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 48), 36);
    }

    /**
     * The same, which does not retire until {@link Channel#letGo} has been called as often as this.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_CHANNEL} or {@link ErrorCode#FULL}
     */
    public Channel hold(String name) {
        return with(name, Channel::hold);
    }

    /** Takes so many bytes from what all channels together may hold, where there are so many. */
    public boolean reserve(long bytes) {
        return budget.take(bytes);
    }

    /** Undoes {@link #reserve}. */
    public void giveBack(long bytes) {
        budget.giveBack(bytes);
    }

    /** The channel of that name where there is one. */
    public @Nullable Channel find(String name) {
        return channels.get(name);
    }

    /** A live view of all channels. */
    public Collection<Channel> all() {
        return Collections.unmodifiableCollection(channels.values());
    }

    /** What the server counts: whoever uses channels adds to it what happens there. */
    public Counts counts() {
        return counts;
    }

    /** What all channels together may have. */
    public ChannelLimits limits() {
        return limits;
    }

    /** Bytes that all channels and their logs hold, by weight. */
    public long bytes() {
        return budget.used();
    }

    /** Lets go of what is too old. To be called every few seconds, on any thread but an I/O thread. */
    public void sweep() {
        long now = clock.millis();
        for (Channel channel : channels.values()) {
            if (channel.sweep(now)) {
                forget(channel);
            }
        }
    }
}
