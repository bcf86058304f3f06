package dev.windsock.channel;

import dev.windsock.engine.Engine;
import dev.windsock.engine.Entry;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.HistoryPage;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log and those who read it. Thread-safe: the log and the list of groups are guarded by this object's monitor, which is
 * held only for the few steps of an append or of a read of references, never for I/O. (A monitor rather than a lock, since
 * there may be a million channels, and a monitor costs nothing until it is contended.)
 */
public final class Channel {
    private final String name;
    private final String epoch;
    private final Rules rules;
    private final Shared shared;
    private final Ledger ledger;
    private final Log log;
    private List<Group> groups = List.of();
    private int subscribers;
    private int holds;
    private long lastUsedMillis;
    private boolean retired;

    Channel(String name, String epoch, Rules rules, Shared shared) {
        this.name = name;
        this.epoch = epoch;
        this.rules = rules;
        this.shared = shared;
        this.ledger = new Ledger(name, epoch, rules, shared);
        this.log = ledger.log();
        this.lastUsedMillis = shared.clock().millis();
    }

    public String name() {
        return name;
    }

    /** The epoch of its log. */
    public String epoch() {
        return epoch;
    }

    /** The rules it goes by. */
    public Rules rules() {
        return rules;
    }

    RecoveryBudget recoveryBudget() {
        return shared.recovery();
    }

    /** How many cursors read it. */
    public synchronized int subscribers() {
        return subscribers;
    }

    // Publishing

    /**
     * Appends, and wakes those who read as soon as it is kept.
     *
     * @return null where the channel has been retired meanwhile, and another of its name must be used
     * @throws ProtocolException where it is refused
     */
    @Nullable
    CompletableFuture<Published> publish(Message message) {
        Append append;
        List<Group> awake = List.of();
        boolean kept = shared.engine() == null;
        synchronized (this) {
            if (retired) {
                return null;
            }
            long now = shared.clock().millis();
            lastUsedMillis = now;
            ledger.forget(now);
            CompletableFuture<Published> known = ledger.repeated(message.origin());
            if (known != null) {
                return known;
            }
            ledger.checkConditions(message);
            append = ledger.decide(message, now, subscribers, this::settle);
            if (kept) {
                ledger.keep(append, now);
                awake = groups;
            }
        }
        if (kept) {
            announce(append, awake);
        }
        return append.answer;
    }

    /** The engine has kept it, or has not; told in the order of the offsets. */
    private void settle(Append append, Engine.@Nullable Failure failure) {
        List<Group> awake;
        synchronized (this) {
            if (failure == null) {
                ledger.keep(append, shared.clock().millis());
            } else {
                ledger.lose(append);
            }
            awake = groups;
        }
        if (failure == null) {
            announce(append, awake);
        } else {
            append.answer.completeExceptionally(refusal(failure));
        }
    }

    private static ProtocolException refusal(Engine.Failure failure) {
        return switch (failure) {
            case DISK_FULL -> new ProtocolException(ErrorCode.DISK_FULL, "The server's disk is full");
            case DISK_FAILED -> new ProtocolException(ErrorCode.DISK_FAILED, "The server's disk cannot be written");
        };
    }

    private static void announce(Append append, List<Group> awake) {
        for (Group group : awake) {
            group.wake();
        }
        append.answer.complete(append.published);
    }

    /** Begins to put the log where it was, before the channel is used. */
    synchronized void restore(long head, long tail) {
        ledger.restore(head, tail);
    }

    /** All that the engine had kept has been taken. */
    synchronized void restored() {
        ledger.restored();
    }

    /** Takes what the engine had kept; without its data, only what repeats are known by. */
    synchronized void restore(Entry entry, boolean withData) {
        ledger.restore(entry, withData, shared.clock().millis());
    }

    // Reading

    /**
     * Opens a cursor where the reader asks to start. It reads from {@link Cursor#start} on. Called on the lane.
     *
     * @return null where the channel has been retired meanwhile
     */
    synchronized @Nullable Cursor open(Lane lane, Subscriber subscriber, Start start) {
        if (retired) {
            return null;
        }
        subscribers++;
        shared.counts().subscribed().increment();
        lastUsedMillis = shared.clock().millis();
        Group group = group(lane);
        Cursor cursor = new Cursor(group, subscriber, opening(start));
        group.enter(cursor);
        return cursor;
    }

    private Opening opening(Start start) {
        long head = log.head();
        long next = head + 1;
        long gapTo = 0;
        boolean recovered = false;
        Position since = start.since();
        if (since != null) {
            boolean known = since.epoch().equals(epoch) && since.offset() <= head;
            recovered = known && since.offset() >= (rules.recovery() ? log.lost() : head);
            next = recovered ? since.offset() + 1 : oldestUnknownTo(since, known);
            gapTo = recovered ? 0 : next;
        }
        if (start.newest() != Start.ALL) {
            long newest = newest(start.newest());
            next = since == null ? newest : Math.max(next, newest);
        }
        return new Opening(at(head), start, recovered, gapTo, next);
    }

    /** Whoever comes from another log has seen nothing of this one; whoever comes from its future has seen all. */
    private long oldestUnknownTo(Position since, boolean known) {
        boolean fromFuture = since.epoch().equals(epoch) && !known;
        return !rules.recovery() || fromFuture ? log.head() + 1 : log.lost() + 1;
    }

    /** The offset at which the newest so many messages begin. */
    private long newest(int count) {
        long from = log.head() + 1;
        int messages = 0;
        for (Publication p = log.previous(from, shared.clock().millis());
                p != null && messages < count;
                p = log.previous(from, shared.clock().millis())) {
            from = p.offset();
            messages += p.kind() == Entry.Kind.MESSAGE ? 1 : 0;
        }
        return from;
    }

    private Group group(Lane lane) {
        for (Group group : groups) {
            if (group.lane() == lane) {
                return group;
            }
        }
        Group group = new Group(this, lane, log.head());
        List<Group> more = new ArrayList<>(groups.size() + 1);
        more.addAll(groups);
        more.add(group);
        groups = List.copyOf(more);
        return group;
    }

    /** A cursor of the group has left; the group goes when it was the last. */
    synchronized void left(Group group, boolean empty) {
        subscribers--;
        shared.counts().unsubscribed().increment();
        lastUsedMillis = shared.clock().millis();
        if (empty) {
            groups = groups.stream().filter(other -> other != group).toList();
        }
    }

    synchronized long head() {
        return log.head();
    }

    /**
     * Fills the batch from the offset on, or from the floor where that is above it.
     *
     * @return the floor: the offset from which on nothing that was wanted has been let go of
     */
    synchronized long read(long from, Batch batch) {
        long now = shared.clock().millis();
        long floor = log.lost() + 1;
        batch.clear(Math.max(from, floor));
        Publication next = log.next(batch.from(), now);
        while (next != null && batch.add(next)) {
            next = log.next(next.offset() + 1, now);
        }
        batch.through(next == null ? Math.max(log.head(), batch.from() - 1) : next.offset() - 1);
        return floor;
    }

    /** A part of what the log keeps. */
    public synchronized HistoryPage history(HistoryRange range) {
        return new HistoryReader(log, at(log.head()), range, shared.clock().millis()).read(name);
    }

    /** How the channel stands. */
    public synchronized ChannelInfo info() {
        return new ChannelInfo(at(log.head()), log.oldest(), log.size(), subscribers);
    }

    /** Shows the visitor what the log keeps, oldest first, while nothing else can be done with the channel. */
    public synchronized void forEachKept(Consumer<Publication> visitor) {
        long now = shared.clock().millis();
        for (Publication p = log.next(1, now); p != null; p = log.next(p.offset() + 1, now)) {
            visitor.accept(p);
        }
    }

    /** Shows the visitor who reads: a snapshot, which may miss those that come or go meanwhile. */
    public void forEachSubscriber(Consumer<Subscriber> visitor) {
        List<Group> all;
        synchronized (this) {
            all = groups;
        }
        all.forEach(group -> group.subscribers().forEach(visitor));
    }

    // Letting go

    /** Keeps the channel from retiring; null where it has been retired already. */
    synchronized @Nullable Channel hold() {
        if (retired) {
            return null;
        }
        holds++;
        return this;
    }

    /** Undoes {@link Channels#hold}. */
    public synchronized void letGo() {
        holds--;
        lastUsedMillis = shared.clock().millis();
    }

    /** Lets go of all that the log keeps; readers that had not read it are told a gap. */
    public synchronized Deleted delete() {
        return new Deleted(at(log.head()), ledger.clear());
    }

    /** Lets go of what is too old, and retires the channel where nothing is left and nobody has used it for long. */
    synchronized boolean sweep(long nowMillis) {
        ledger.trim(nowMillis);
        retired = subscribers == 0
                && holds == 0
                && log.size() == 0
                && !ledger.isPending()
                && lastUsedMillis + rules.logAge().toMillis() <= nowMillis;
        if (!retired) {
            ledger.trimEngine();
        }
        return retired;
    }

    /** What it remembers weighs, and goes with it. */
    synchronized long memory() {
        return ledger.memory();
    }

    private Position at(long offset) {
        return new Position(epoch, offset);
    }
}
