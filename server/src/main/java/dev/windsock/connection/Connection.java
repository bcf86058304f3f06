package dev.windsock.connection;

import dev.windsock.channel.Batch;
import dev.windsock.channel.Cursor;
import dev.windsock.channel.Encoding;
import dev.windsock.channel.Lane;
import dev.windsock.channel.Subscriber;
import dev.windsock.counts.End;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.Command;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.Frames;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Start;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a client over one connection of any transport: carries out its commands, and is the subscriber
 * of its channels. Lives on one lane, on which alone it is used.
 *
 * <pre>
 *   FRESH ──connect──→ OPEN ──close──→ CLOSING ──all written──→ CLOSED
 *     └───────────────── the transport is gone ───────────────────↑
 * </pre>
 */
public final class Connection implements Subscriber {
    private enum State {
        FRESH,
        OPEN,
        CLOSING,
        CLOSED
    }

    private final Lane lane;
    private final Outlet outlet;
    private final Downlink downlink;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Requests requests;
    private State state = State.FRESH;
    private @Nullable Ending ending;
    private int turn;
    private int quietBeats;
    private End end = End.NEVER_CONNECTED;

    /** Why the connection ends, while what was written before is still on its way. */
    private record Ending(CloseCode code, String reason) {}

    public Connection(Lane lane, Outlet outlet, Settings settings) {
        this.lane = lane;
        this.outlet = outlet;
        this.downlink = new Downlink(outlet);
        this.requests = new Requests(this, settings, subscriptions);
    }

    /** Where it lives: whatever is done with it is done there. */
    public Lane lane() {
        return lane;
    }

    // Commands

    /** Carries out commands in order. */
    public void receive(List<Command> commands, @Nullable String session) {
        heard();
        for (Command command : commands) {
            if (state == State.CLOSING || state == State.CLOSED) {
                return;
            }
            try {
                carryOut(command, session);
            } catch (ProtocolException e) {
                requests.counts().refused().add(e.code());
                send(Frames.error(command.id(), e.code(), e.getMessage()));
            }
        }
    }

    private void carryOut(Command command, @Nullable String session) {
        if (state == State.OPEN) {
            requests.carryOut(command);
        } else if (command instanceof Command.Connect connect) {
            requests.connect(connect, session);
        } else {
            refuse(command);
        }
    }

    private void refuse(Command command) {
        if (command instanceof Command.Malformed malformed) {
            requests.counts().refused().add(malformed.code());
            send(Frames.error(malformed.id(), malformed.code(), malformed.message()));
        } else {
            requests.counts().refused().add(ErrorCode.NOT_CONNECTED);
            send(Frames.error(command.id(), ErrorCode.NOT_CONNECTED, "The first command must be `connect`"));
        }
        close(CloseCode.NOT_CONNECTED, "The first command must be `connect`");
    }

    /** From now on commands are carried out. */
    void open() {
        state = State.OPEN;
        end = End.CUT;
    }

    /** Subscribes without a client that could send commands: what a plain GET of a stream asks for. */
    public void follow(String channel, Start start) {
        open();
        requests.follow(0, Map.of(channel, start), null, null, false);
    }

    /** Subscribes from now on, without a word; does nothing where it is subscribed already. */
    public void join(String channel) {
        if (state == State.OPEN && subscriptions.find(channel) == null) {
            requests.open(channel, Start.NOW).start();
        }
    }

    /** Ends a subscription without a word. */
    public void part(String channel) {
        subscriptions.remove(channel);
    }

    // Writing

    /** Sends one frame, now or as soon as there is room. */
    public void send(Frame frame) {
        sendRaw(outlet.encode(frame));
    }

    /** Sends bytes that are in the transport's own form already, such as an answer to its own ping. */
    public void sendRaw(byte[] bytes) {
        if (state == State.CLOSED) {
            return;
        }
        if (!downlink.send(bytes)) {
            end = End.SLOW;
            abort();
        }
        noticeEnd();
    }

    private void noticeEnd() {
        if (downlink.isGone()) {
            closed();
        }
    }

    /** There may be room again. */
    public void writable() {
        if (downlink.drain() > 0) {
            heard();
        }
        noticeEnd();
        if (state == State.CLOSED || downlink.isFull()) {
            return;
        }
        if (ending != null) {
            end(ending);
        } else {
            catchUp();
        }
    }

    /** Each time another channel is first, so that a busy one does not take all the room of a slow connection. */
    private void catchUp() {
        for (int i = 0; i < subscriptions.size() && !downlink.isFull(); i++) {
            turn = (turn + 1) % subscriptions.size();
            subscriptions.get(turn).catchUp();
        }
    }

    // Subscriber

    @Override
    public Encoding encoding() {
        return outlet.encoding();
    }

    @Override
    public boolean isReady() {
        return state == State.OPEN && downlink.isReady();
    }

    @Override
    public int take(Batch batch, int from, int to) {
        if (state != State.OPEN) {
            return 0;
        }
        int taken = downlink.take(batch, from, to);
        noticeEnd();
        return taken;
    }

    @Override
    public void gap(String channel, Position after, Position next) {
        requests.counts().gaps().increment();
        send(Frames.gap(channel, after, next));
    }

    @Override
    public void paused(String channel, Position position, Position head) {
        send(Frames.paused(channel, position, head.offset()));
    }

    @Override
    public void live(String channel, Position position) {
        send(Frames.live(channel, position));
    }

    @Override
    public void tooSlow(String channel) {
        close(CloseCode.SLOW, "What came in " + channel + " was not read in time");
    }

    @Override
    public void settled() {
        if (!isBusy()) {
            outlet.idle();
        }
    }

    /** Whether something is on its way that has not been written yet: what was missed, or the answer to a publish. */
    public boolean isBusy() {
        return requests.isAwaiting() || subscriptions.isRecovering();
    }

    // Liveness and end

    /** One ping interval has passed. */
    public void beat() {
        if (state == State.CLOSED) {
            return;
        }
        if (!downlink.isFull() && !outlet.answersPings() && !requests.hasLease()) {
            quietBeats = 0;
        }
        if (quietBeats >= requests.leaseBeats()) {
            giveUp();
            return;
        }
        quietBeats++;
        if (!downlink.isFull()) {
            send(Frames.ping());
        }
    }

    private void giveUp() {
        if (!downlink.isFull()) {
            close(CloseCode.NO_PONG, "Nothing was heard of the client for a lease");
        }
        if (state != State.CLOSED) {
            end = End.NO_PONG;
            abort();
        }
    }

    /** The client was heard, if only at the transport's own level. */
    public void heard() {
        quietBeats = 0;
        requests.heard();
    }

    /** Tells the client why, and ends the connection when that has been written. */
    public void close(CloseCode code, String reason) {
        close(code, reason, -1);
    }

    /**
     * The same, with the time after which the client should come back.
     *
     * @param afterMillis negative where that is left to it
     */
    public void close(CloseCode code, String reason, long afterMillis) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        send(Frames.close(code, reason, afterMillis));
        endAfterBacklog(code, reason);
    }

    /** Ends the connection when all has been written. */
    void endAfterBacklog(CloseCode code, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSING;
        requests.lost();
        ending = new Ending(code, reason);
        end = End.of(code);
        if (!downlink.isFull()) {
            end(ending);
        }
    }

    private void end(Ending end) {
        closed();
        outlet.end(end.code(), end.reason());
    }

    private void abort() {
        closed();
        outlet.abort();
    }

    /** The transport is gone: releases all that the connection holds. May be called twice. */
    public void closed() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            downlink.close();
            requests.lost();
        }
    }

    /** How far this connection has read a channel; null where it does not follow it. */
    public @Nullable Position position(String channel) {
        Cursor cursor = subscriptions.find(channel);
        return cursor == null ? null : cursor.position();
    }

    /** Whether some channel that the client stated at the start could not be followed. */
    public boolean hasRefused() {
        return requests.hasRefused();
    }

    /** What its bytes leave by. */
    public Outlet outlet() {
        return outlet;
    }

    /** How it has ended, if it has, as far as it is known here. */
    public End end() {
        return end;
    }

    /** Whether it has ended. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }
}
