package dev.windsock.connection;

import dev.windsock.channel.Batch;
import dev.windsock.channel.Cursor;
import dev.windsock.channel.Encoding;
import dev.windsock.channel.Lane;
import dev.windsock.channel.Published;
import dev.windsock.channel.Subscriber;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.Command;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.Frames;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

    private static final int DEAF_BEATS = 2;

    private final Lane lane;
    private final Outlet outlet;
    private final Settings settings;
    private final Downlink downlink;
    private final Subscriptions subscriptions = new Subscriptions();
    private State state = State.FRESH;
    private @Nullable Ending ending;
    private boolean refused;
    private int turn;
    private byte quietBeats;

    /** Why the connection ends, while what was written before is still on its way. */
    private record Ending(CloseCode code, String reason) {}

    public Connection(Lane lane, Outlet outlet, Settings settings) {
        this.lane = lane;
        this.outlet = outlet;
        this.downlink = new Downlink(outlet);
        this.settings = settings;
    }

    /** Where it lives: whatever is done with it is done there. */
    public Lane lane() {
        return lane;
    }

    // Commands

    /** Carries out commands in order. */
    public void receive(List<Command> commands, @Nullable String session) {
        quietBeats = 0;
        for (Command command : commands) {
            if (state == State.CLOSING || state == State.CLOSED) {
                return;
            }
            try {
                carryOut(command, session);
            } catch (ProtocolException e) {
                send(Frames.error(command.id(), e.code(), e.getMessage()));
            }
        }
    }

    private void carryOut(Command command, @Nullable String session) {
        if (state == State.FRESH && !(command instanceof Command.Connect)) {
            refuse(command);
            return;
        }
        switch (command) {
            case Command.Connect connect -> connect(connect, session);
            case Command.Subscribe subscribe -> subscribe(subscribe);
            case Command.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case Command.Publish publish -> publish(publish);
            case Command.Ping ping -> reply(ping, Frames.pong(ping.id()));
            case Command.Pong pong -> {}
            case Command.Attach attach ->
                throw new ProtocolException(
                        ErrorCode.BAD_COMMAND, "`attach` is the first line of a POST of its own, and nothing else");
            case Command.Malformed malformed -> throw new ProtocolException(malformed.code(), malformed.message());
        }
    }

    private void refuse(Command command) {
        if (command instanceof Command.Malformed malformed) {
            send(Frames.error(malformed.id(), malformed.code(), malformed.message()));
        } else {
            send(Frames.error(command.id(), ErrorCode.NOT_CONNECTED, "The first command must be `connect`"));
        }
        close(CloseCode.NOT_CONNECTED, "The first command must be `connect`");
    }

    private void connect(Command.Connect connect, @Nullable String session) {
        if (state != State.FRESH) {
            throw new ProtocolException(ErrorCode.ALREADY_CONNECTED, "This connection is connected already");
        }
        String client = connect.client() == null ? UUID.randomUUID().toString() : Names.client(connect.client());
        state = State.OPEN;
        follow(connect.id(), connect.channels(), client, session);
    }

    /** Subscribes without a client that could send commands: what a plain GET of a stream asks for. */
    public void follow(Map<String, @Nullable Position> channels) {
        state = State.OPEN;
        follow(0, channels, null, null);
    }

    private void follow(
            long id, Map<String, @Nullable Position> channels, @Nullable String client, @Nullable String session) {
        Map<String, Frames.Subscribed> answers = new LinkedHashMap<>();
        channels.forEach((channel, since) -> answers.put(channel, open(channel, since)));
        send(Frames.connect(
                id,
                new Frames.Connected(
                        client,
                        session,
                        outlet.transport(),
                        settings.server(),
                        settings.ping().toMillis(),
                        settings.maxMessage(),
                        settings.maxChannels()),
                answers));
        for (String channel : channels.keySet()) {
            start(channel);
        }
    }

    private Frames.Subscribed open(String channel, @Nullable Position since) {
        try {
            Cursor cursor = openCursor(channel, since);
            return Frames.Subscribed.at(cursor.head(), cursor.recovered());
        } catch (ProtocolException e) {
            refused = true;
            return Frames.Subscribed.refused(e);
        }
    }

    private Cursor openCursor(String channel, @Nullable Position since) {
        if (subscriptions.find(channel) != null) {
            throw new ProtocolException(
                    ErrorCode.ALREADY_SUBSCRIBED, "This connection is subscribed to " + channel + " already");
        }
        if (subscriptions.size() >= settings.maxChannels()) {
            throw new ProtocolException(
                    ErrorCode.TOO_MANY_CHANNELS,
                    "A connection may follow " + settings.maxChannels() + " channels at most");
        }
        Cursor cursor = settings.channels().open(channel, lane, this, since);
        subscriptions.add(cursor);
        return cursor;
    }

    /** The reply is on its way: what the channel has may follow it. */
    private void start(String channel) {
        Cursor cursor = subscriptions.find(channel);
        if (cursor != null) {
            cursor.start();
        }
    }

    private void subscribe(Command.Subscribe subscribe) {
        String channel = subscribe.channel();
        Cursor cursor = openCursor(channel, subscribe.since());
        reply(
                subscribe,
                Frames.subscribe(subscribe.id(), channel, Frames.Subscribed.at(cursor.head(), cursor.recovered())));
        start(channel);
    }

    private void unsubscribe(Command.Unsubscribe unsubscribe) {
        String channel = unsubscribe.channel();
        if (!subscriptions.remove(channel)) {
            throw new ProtocolException(ErrorCode.NOT_SUBSCRIBED, "This connection is not subscribed to " + channel);
        }
        reply(unsubscribe, Frames.unsubscribe(unsubscribe.id(), channel));
    }

    private void publish(Command.Publish publish) {
        Published published = settings.channels().publish(publish.channel(), publish.data());
        reply(
                publish,
                Frames.publish(publish.id(), published.channel(), published.position(), published.subscribers()));
    }

    /** Subscribes from now on, without a word; does nothing where it is subscribed already. */
    public void join(String channel) {
        if (state == State.OPEN && subscriptions.find(channel) == null) {
            openCursor(channel, null).start();
        }
    }

    /** Ends a subscription without a word. */
    public void part(String channel) {
        subscriptions.remove(channel);
    }

    // Writing

    /** A command without an id is carried out in silence. */
    private void reply(Command command, Frame frame) {
        if (command.id() != 0) {
            send(frame);
        }
    }

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
            quietBeats = 0;
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
    public int take(Batch batch, int from) {
        if (state != State.OPEN) {
            return 0;
        }
        int taken = downlink.take(batch, from);
        noticeEnd();
        return taken;
    }

    @Override
    public void gap(String channel, Position after, Position next) {
        send(Frames.gap(channel, after, next));
    }

    // Liveness and end

    /** One ping interval has passed. */
    public void beat() {
        if (state == State.CLOSED) {
            return;
        }
        if (!downlink.isFull() && !outlet.answersPings()) {
            quietBeats = 0;
        }
        if (quietBeats >= DEAF_BEATS) {
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
            close(CloseCode.NO_PONG, "Nothing came for two ping intervals");
        }
        if (state != State.CLOSED) {
            abort();
        }
    }

    /** The client was heard, if only at the transport's own level. */
    public void heard() {
        quietBeats = 0;
    }

    /** Tells the client why, and ends the connection when that has been written. */
    public void close(CloseCode code, String reason) {
        if (state == State.CLOSING || state == State.CLOSED) {
            return;
        }
        send(Frames.close(code, reason));
        endAfterBacklog(code, reason);
    }

    private void endAfterBacklog(CloseCode code, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSING;
        subscriptions.close();
        ending = new Ending(code, reason);
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
            subscriptions.close();
        }
    }

    /** How far this connection has read a channel; null where it does not follow it. */
    public @Nullable Position position(String channel) {
        Cursor cursor = subscriptions.find(channel);
        return cursor == null ? null : cursor.position();
    }

    /** Whether some channel that the client stated at the start could not be followed. */
    public boolean hasRefused() {
        return refused;
    }

    /** What its bytes leave by. */
    public Outlet outlet() {
        return outlet;
    }

    /** Whether it has ended. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }
}
