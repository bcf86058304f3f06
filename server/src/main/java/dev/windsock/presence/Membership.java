package dev.windsock.presence;

import dev.windsock.protocol.Member;
import org.jspecify.annotations.Nullable;

/**
 * One client in one channel. Guarded by its client.
 *
 * <pre>
 *              ┌──────────── heard again ────────────────────────────────┐
 *              ↓                                                         │
 *   ABSENT → PRESENT ──the lease ends, and a connection still follows──→ AWAY
 *     ↑        │  ↑                                                      │
 *     │      unsubscribed beside a connection that still follows         │
 *     │        ↓  │ subscribed again                                     │
 *     │      LEAVING ──the last that follows has gone──┐                 │
 *     └────────────────────────────────────────────────┴──disconnected───┘
 * </pre>
 *
 * From ABSENT it is AWAY when a connection follows within a lease after the client disconnected. From PRESENT it is ABSENT
 * when the client disconnects or unsubscribes, and when its lease ends with no connection left.
 */
final class Membership {
    enum State {
        /** Not in the channel. */
        ABSENT,
        /** In the channel. */
        PRESENT,
        /** In the channel until the connections that still follow it have gone. */
        LEAVING,
        /** Not in the channel, since nothing was heard or its client has gone; a sign of life later is enough to be in it. */
        AWAY
    }

    final String channel;
    State state = State.ABSENT;

    /** What it is shown as: what the client stated when it joined. */
    @Nullable
    Member who;

    /** How many of the client's connections follow the channel. */
    int connections;

    /** Without connections, when it ends, in ms of the leases' clock. */
    long until;

    Membership(String channel) {
        this.channel = channel;
    }

    boolean isIn() {
        return state == State.PRESENT || state == State.LEAVING;
    }
}
