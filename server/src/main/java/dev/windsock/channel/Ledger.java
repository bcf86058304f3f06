package dev.windsock.channel;

import dev.windsock.engine.Engine;
import dev.windsock.engine.Entry;
import dev.windsock.engine.Origin;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what gets into one channel's log, and where: which publish is a repeat, whether its conditions hold, which offset
 * it gets; and gives the log what the engine has kept. Not thread-safe: its channel guards it.
 */
final class Ledger {
    private final String name;
    private final String epoch;
    private final Rules rules;
    private final Shared shared;
    private final Log log;
    private final Origins origins = new Origins();
    private final Versions versions = new Versions();

    /** What has an offset, and is not kept by the engine yet; empty where there is none. */
    private final ArrayDeque<Append> pending = new ArrayDeque<>(1);

    private long last;

    Ledger(String name, String epoch, Rules rules, Shared shared) {
        this.name = name;
        this.epoch = epoch;
        this.rules = rules;
        this.shared = shared;
        this.log = Log.of(rules);
    }

    Log log() {
        return log;
    }

    boolean isPending() {
        return !pending.isEmpty();
    }

    /**
     * The answer of the first time, where this is a repeat; null where it is none.
     *
     * @throws ProtocolException where it is one, and differs, or came too late
     */
    @Nullable
    CompletableFuture<Published> repeated(@Nullable Origin origin) {
        Append before = origin == null ? null : origins.last(origin);
        if (origin == null || before == null || !Origins.isRepeat(origin, before)) {
            return null;
        }
        Append same = before.isBy(origin) || origin.number() == 0 ? before : find(origin);
        return same.answer.thenApply(Published::again);
    }

    private Append find(Origin origin) {
        for (Append append : pending) {
            if (append.isBy(origin)) {
                return append;
            }
        }
        for (Publication p = log.previous(Long.MAX_VALUE, 0); p != null; p = log.previous(p.offset(), 0)) {
            Append append = Append.kept(p);
            if (append.isBy(origin)) {
                return append;
            }
        }
        throw new ProtocolException(
                ErrorCode.OUT_OF_ORDER, "A publish with a higher number came before, and of this one nothing is known");
    }

    /**
     * Checks what the message asks for.
     *
     * @throws ProtocolException {@link ErrorCode#PRECONDITION_FAILED} where that is not so
     */
    void checkConditions(Message message) {
        Position match = message.ifMatch();
        if (match != null && !match.equals(newest())) {
            throw new ProtocolException(
                    ErrorCode.PRECONDITION_FAILED,
                    "The log's newest position is " + newest() + ", not " + match,
                    newest());
        }
        long version = versions.of(message.key());
        if (message.version() != 0 && message.version() <= version) {
            throw new ProtocolException(
                    ErrorCode.PRECONDITION_FAILED,
                    "Version " + version + " has been published, so the next must be above it",
                    newest());
        }
    }

    private Position newest() {
        return new Position(epoch, last);
    }

    /**
     * Gives a message its offset, and hands it to the engine where there is one.
     *
     * @param settled called when the engine has kept it, or has not
     * @throws ProtocolException {@link ErrorCode#FULL} where there is no room
     */
    Append decide(Message message, long now, int subscribers, BiConsumer<Append, Engine.Failure> settled) {
        Origin origin = message.origin();
        Publication publication = new Publication(name, new Position(epoch, last + 1), message, now, subscribers);
        Append append =
                new Append(publication, origin == null ? null : origins.last(origin), versions.last(message.key()));
        long weight = publication.weight() + memory(append, message);
        if (!shared.budget().take(weight)) {
            throw new ProtocolException(ErrorCode.FULL, "The server's memory for logs is used up");
        }
        last++;
        remember(append, message);
        Engine engine = shared.engine();
        if (engine != null) {
            pending.add(append);
            if (!engine.append(entry(publication), failure -> settled.accept(append, failure))) {
                pending.removeLast();
                last--;
                giveUp(append);
                throw new ProtocolException(ErrorCode.FULL, "Too much waits to be written to the disk");
            }
        }
        return append;
    }

    /** What remembering its origin and version costs more than before. */
    private int memory(Append append, Message message) {
        int origin = message.origin() != null && origins.last(message.origin()) == null ? Origins.WEIGHT : 0;
        int version = message.version() != 0 && append.versionBefore() == null ? Origins.WEIGHT : 0;
        return origin + version;
    }

    private void remember(Append append, Message message) {
        if (append.origin != null) {
            origins.note(append.origin, append);
        }
        if (message.version() != 0) {
            versions.note(message.key(), new Versions.Version(message.version(), append.offset(), append.timeMillis));
        }
    }

    private Entry entry(Publication p) {
        Message message = p.message();
        Origin origin = message.origin();
        Origin answered = origin == null
                ? null
                : new Origin(
                        origin.id(),
                        origin.number(),
                        origin.digest(),
                        p.published().subscribers());
        return new Entry(
                name,
                p.position(),
                message.kind(),
                message.data(),
                message.key(),
                p.timeMillis(),
                p.expiresMillis(),
                message.version(),
                answered);
    }

    /** The log has it from now on. */
    void keep(Append append, long now) {
        pending.remove(append);
        Publication publication = append.publication();
        append.kept();
        long before = log.bytes();
        Publication superseded = log.append(publication);
        log.trim(now);
        shared.budget().giveBack(before + publication.weight() - log.bytes());
        if (superseded != null && shared.engine() != null) {
            shared.engine().release(name, epoch, superseded.offset());
        }
    }

    /** It could not be kept: its offset stays without a publication, and what it stood for is forgotten. */
    void lose(Append append) {
        pending.remove(append);
        log.advance(append.offset());
        giveUp(append);
    }

    private void giveUp(Append append) {
        Publication publication = append.publication();
        Message message = publication.message();
        append.failed();
        int remembered = origins.size() + versions.size();
        if (append.origin != null) {
            origins.forget(append.origin, append);
        }
        if (message.version() != 0 && versions.of(message.key()) == message.version()) {
            versions.forget(message.key(), append.versionBefore());
        }
        int forgotten = remembered - origins.size() - versions.size();
        shared.budget().giveBack(publication.weight() + (long) Origins.WEIGHT * forgotten);
    }

    /** Begins to put the log where it was. */
    void restore(long head, long tail) {
        last = head;
        log.restore(tail - 1);
    }

    /** All that the engine had kept has been taken. */
    void restored() {
        log.advance(last);
    }

    /**
     * Takes what the engine had kept.
     *
     * @param withData else it is only what repeats are known by
     */
    void restore(Entry entry, boolean withData, long now) {
        Message message = new Message(
                entry.kind(),
                entry.data(),
                entry.key(),
                entry.expiresMillis() == 0 ? 0 : entry.expiresMillis() - entry.timeMillis(),
                entry.version(),
                null,
                entry.origin());
        int readers = entry.origin() == null ? 0 : entry.origin().subscribers();
        Publication publication = new Publication(name, entry.position(), message, entry.timeMillis(), readers);
        Append append = new Append(publication, null, versions.last(message.key()));
        long memory = memory(append, message);
        append.kept();
        append.answer.complete(append.published);
        remember(append, message);
        long before = log.bytes();
        if (withData) {
            log.append(publication);
            log.trim(now);
        }
        shared.budget().giveBack(before - log.bytes() - memory);
    }

    /** Lets go of what is too old. */
    void trim(long now) {
        long before = log.bytes();
        log.trim(now);
        shared.budget().giveBack(before - log.bytes());
        forget(now);
    }

    /** Forgets those who published too long ago. */
    void forget(long now) {
        long oldest = now - rules.logAge().toMillis();
        int forgotten = origins.trim(oldest) + versions.trim(oldest);
        if (forgotten > 0) {
            shared.budget().giveBack((long) Origins.WEIGHT * forgotten);
        }
    }

    /** Lets go of all publications, and tells how many they were. */
    int clear() {
        int cleared = log.size();
        shared.budget().giveBack(log.bytes());
        log.clear();
        trimEngine();
        return cleared;
    }

    /** Tells the engine what is not needed any more. */
    void trimEngine() {
        if (shared.engine() != null) {
            long tail = log.oldest();
            long remembered = Math.min(origins.oldestOr(tail), versions.oldestOr(tail));
            shared.engine().trim(name, epoch, tail, Math.min(tail, remembered));
        }
    }

    /** What is remembered weighs. */
    long memory() {
        return (long) Origins.WEIGHT * (origins.size() + versions.size());
    }
}
