package dev.windsock.presence;

import dev.windsock.presence.Membership.State;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client that is in some channel: its lease, and where it is. Thread-safe: guarded by its monitor, under which those of
 * {@link Members} are taken, never the other way round.
 */
final class Client {
    private final Attendance attendance;
    private final String id;
    private final long leaseMillis;
    private final List<Membership> memberships = new ArrayList<>(1);
    private volatile long heardMillis;

    /** Whether some membership is {@link State#AWAY}. */
    private volatile boolean away;

    /** Whether it said, less than a lease ago, that it ends: what comes now is older, and was overtaken by that. */
    private boolean gone;

    private long goneUntil;
    private boolean over;

    Client(Attendance attendance, String id, long leaseMillis, long nowMillis) {
        this.attendance = attendance;
        this.id = id;
        this.leaseMillis = leaseMillis;
        this.heardMillis = nowMillis;
    }

    /** The client gave a sign of life. */
    void heard(long nowMillis) {
        heardMillis = nowMillis;
        if (away) {
            comeBack();
        }
    }

    private synchronized void comeBack() {
        if (gone) {
            return;
        }
        away = false;
        for (Membership membership : memberships) {
            Member who = membership.who;
            if (membership.state == State.AWAY && who != null) {
                comeBack(membership, who);
            }
        }
    }

    private void comeBack(Membership membership, Member who) {
        try {
            join(membership, who);
        } catch (ProtocolException e) {
            // No room: tried again at the next sign of life.
            away = true;
        }
    }

    /**
     * One more of its connections follows a channel.
     *
     * @return false where this client is over, and another must take its place
     * @throws ProtocolException where there is no room
     */
    synchronized boolean follow(String channel, Member who) {
        if (over) {
            return false;
        }
        Membership found = find(channel);
        Membership membership = found == null ? new Membership(channel) : found;
        if (!gone) {
            enter(membership, who);
        } else if (!membership.isIn()) {
            membership.who = who;
            membership.state = State.AWAY;
            away = true;
        }
        if (found == null) {
            memberships.add(membership);
        }
        membership.connections++;
        return true;
    }

    /** It was in the channel before the server started, and has one lease to come back. */
    synchronized void restore(String channel, Member who) {
        Membership membership = new Membership(channel);
        attendance.join(channel, who, false);
        membership.who = who;
        membership.state = State.PRESENT;
        membership.until = heardMillis + leaseMillis;
        memberships.add(membership);
    }

    private void enter(Membership membership, Member who) {
        if (membership.isIn()) {
            membership.state = State.PRESENT;
        } else {
            join(membership, who);
        }
    }

    private void join(Membership membership, Member who) {
        attendance.join(membership.channel, who, true);
        membership.who = who;
        membership.state = State.PRESENT;
    }

    private @Nullable Membership find(String channel) {
        for (Membership membership : memberships) {
            if (membership.channel.equals(channel)) {
                return membership;
            }
        }
        return null;
    }

    /** A connection that follows a channel has gone. */
    synchronized void lost(String channel) {
        Membership membership = find(channel);
        if (membership == null) {
            return;
        }
        membership.connections--;
        if (membership.connections == 0 && membership.state != State.PRESENT) {
            leave(membership);
        } else if (membership.connections == 0) {
            membership.until = heardMillis + leaseMillis;
        }
        tidy();
    }

    /**
     * The client has unsubscribed from a channel, and leaves it unless a further connection follows it.
     *
     * @param followed whether by the connection that followed it, which does not any more; else those that do are to go soon
     * @return whether it was in it
     */
    synchronized boolean unsubscribed(String channel, boolean followed) {
        Membership membership = find(channel);
        if (membership == null) {
            return false;
        }
        boolean was = membership.isIn();
        if (followed) {
            membership.connections--;
        }
        if (membership.connections == 0) {
            leave(membership);
        } else if (!followed && was) {
            membership.state = State.LEAVING;
        }
        tidy();
        return was;
    }

    /** The client ends for good. */
    synchronized void disconnected(long nowMillis) {
        memberships.forEach(this::leave);
        away = false;
        gone = !over;
        goneUntil = nowMillis + leaseMillis;
        tidy();
    }

    /** Lets it leave where its lease is over, and returns whether it is of no more use. */
    synchronized boolean sweep(long nowMillis) {
        gone &= goneUntil > nowMillis;
        long heard = heardMillis;
        boolean silent = heard + leaseMillis <= nowMillis;
        for (Membership membership : memberships) {
            boolean lost = membership.connections == 0 && membership.until <= nowMillis;
            if (membership.isIn() && (silent || lost)) {
                leave(membership);
                away |= stayAway(membership);
            }
        }
        // Whoever was heard meanwhile may not have seen that it had to come back.
        if (away && heardMillis != heard) {
            comeBack();
        }
        tidy();
        return over;
    }

    private static boolean stayAway(Membership membership) {
        boolean follows = membership.connections > 0 && membership.state == State.ABSENT;
        if (follows) {
            membership.state = State.AWAY;
        }
        return follows;
    }

    private void leave(Membership membership) {
        try {
            if (membership.isIn()) {
                attendance.leave(membership.channel, id);
            }
            membership.state = State.ABSENT;
        } catch (ProtocolException e) {
            // No room to tell of it: it is in for so long, and tried again with the next sweep.
            membership.state = State.LEAVING;
            membership.until = Long.MIN_VALUE;
        }
    }

    private void tidy() {
        memberships.removeIf(membership -> membership.connections == 0 && !membership.isIn());
        over = memberships.isEmpty() && !gone;
    }
}
