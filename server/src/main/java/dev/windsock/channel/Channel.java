package dev.windsock.channel;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
    private final InstantSource clock;
    private final Budget budget;
    private final Log log;
    private List<Group> groups = List.of();
    private int subscribers;
    private long lastUsedMillis;
    private boolean retired;

    Channel(String name, String epoch, ChannelLimits limits, InstantSource clock, Budget budget) {
        this.name = name;
        this.epoch = epoch;
        this.clock = clock;
        this.budget = budget;
        this.log = new Log(limits);
        this.lastUsedMillis = clock.millis();
    }

    public String name() {
        return name;
    }

    /** The epoch of its log. */
    public String epoch() {
        return epoch;
    }

    /** How many cursors read it. */
    public synchronized int subscribers() {
        return subscribers;
    }

    /**
     * Appends, and wakes those who read.
     *
     * @return null where the channel has been retired meanwhile, and another of its name must be used
     * @throws ProtocolException {@link ErrorCode#FULL} where all logs together have no room
     */
    @Nullable
    Published publish(byte[] data) {
        Position position;
        List<Group> awake;
        int readers;
        synchronized (this) {
            if (retired) {
                return null;
            }
            long now = clock.millis();
            position = new Position(epoch, log.head() + 1);
            Publication publication = new Publication(name, position, data, now);
            if (!budget.take(publication.weight())) {
                throw new ProtocolException(ErrorCode.FULL, "The server's memory for logs is used up");
            }
            log.append(publication);
            budget.giveBack(log.trim(now));
            lastUsedMillis = now;
            awake = groups;
            readers = subscribers;
        }
        for (Group group : awake) {
            group.wake();
        }
        return new Published(name, position, readers);
    }

    /**
     * Opens a cursor after the position, or at the log's end where there is none. It reads from {@link Cursor#start} on.
     * Called on the lane.
     *
     * @return null where the channel has been retired meanwhile
     */
    synchronized @Nullable Cursor open(Lane lane, Subscriber subscriber, @Nullable Position since) {
        if (retired) {
            return null;
        }
        long head = log.head();
        long next = head + 1;
        boolean recovered = false;
        if (since != null) {
            boolean known = since.epoch().equals(epoch) && since.offset() <= head;
            recovered = known && since.offset() + 1 >= log.tail();
            next = known ? Math.max(since.offset() + 1, log.tail()) : oldestUnknownTo(since);
        }
        subscribers++;
        Group group = group(lane);
        Cursor cursor = new Cursor(group, subscriber, new Position(epoch, head), since, recovered, next);
        group.enter(cursor);
        return cursor;
    }

    /** Whoever comes from another log has seen nothing of this one; whoever comes from its future has seen all. */
    private long oldestUnknownTo(Position since) {
        return since.epoch().equals(epoch) ? log.head() + 1 : log.tail();
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
        lastUsedMillis = clock.millis();
        if (empty) {
            groups = groups.stream().filter(other -> other != group).toList();
        }
    }

    synchronized long head() {
        return log.head();
    }

    /** Fills the batch from the offset on, or from the oldest that is kept, and tells which that is. */
    synchronized long read(long from, Batch batch) {
        batch.clear();
        long tail = log.tail();
        for (long offset = Math.max(from, tail); offset <= log.head(); offset++) {
            if (!batch.add(log.get(offset))) {
                break;
            }
        }
        return tail;
    }

    /** Lets go of what is too old, and retires the channel where nothing is left and nobody has used it for long. */
    synchronized boolean sweep(long nowMillis, long idleMillis) {
        budget.giveBack(log.trim(nowMillis));
        retired = subscribers == 0 && log.size() == 0 && lastUsedMillis + idleMillis <= nowMillis;
        return retired;
    }

    /** Shows the visitor who reads: a snapshot, which may miss those that come or go meanwhile. */
    public void forEachSubscriber(Consumer<Subscriber> visitor) {
        List<Group> all;
        synchronized (this) {
            all = groups;
        }
        all.forEach(group -> group.subscribers().forEach(visitor));
    }
}
