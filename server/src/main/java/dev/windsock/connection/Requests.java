package dev.windsock.connection;

import dev.windsock.channel.Cursor;
import dev.windsock.channel.HistoryRange;
import dev.windsock.channel.Message;
import dev.windsock.channel.Opening;
import dev.windsock.channel.Published;
import dev.windsock.counts.Counts;
import dev.windsock.counts.Source;
import dev.windsock.engine.Entry;
import dev.windsock.engine.Origin;
import dev.windsock.protocol.ClientReport;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.Command;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.Frames;
import dev.windsock.protocol.HistoryPage;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.PresencePage;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Start;
import dev.windsock.protocol.TransportName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Carries out the commands of one connection (PROTOCOL.md sections 4 to 6). Used on the connection's lane only. */
final class Requests {
    /** Sets the numbers of clients apart from the keys that come over REST. */
    private static final String CLIENT_PREFIX = "client:";

    /** The time between the probes of a stream: long enough to be told from none in a slow network. */
    private static final long PROBE_MILLIS = 250;

    private static final System.Logger LOG = System.getLogger(Requests.class.getName());

    private final Connection connection;
    private final Settings settings;
    private final Subscriptions subscriptions;
    private @Nullable Member member;
    private int awaited;
    private boolean refused;

    Requests(Connection connection, Settings settings, Subscriptions subscriptions) {
        this.connection = connection;
        this.settings = settings;
        this.subscriptions = subscriptions;
    }

    /** Whether some channel that the client stated at the start could not be followed. */
    boolean hasRefused() {
        return refused;
    }

    /** Whether the client has a lease, so that one that stays silent is dead. */
    boolean hasLease() {
        return member != null;
    }

    /** After so many intervals between pings a client that stays silent is dead. */
    int leaseBeats() {
        return settings.leaseBeats();
    }

    /** The client gave a sign of life. */
    void heard() {
        if (member != null) {
            settings.presence().heard(member.id());
        }
    }

    /** The connection ends, and with it what it follows. */
    void lost() {
        for (int i = 0; member != null && i < subscriptions.size(); i++) {
            settings.presence().lost(subscriptions.get(i).channel(), member.id());
        }
        subscriptions.close();
    }

    /** Whether a command has not been answered yet. */
    boolean isAwaiting() {
        return awaited > 0;
    }

    /**
     * Carries out a command of a connection that is open.
     *
     * @throws ProtocolException where it is refused
     */
    void carryOut(Command command) {
        switch (command) {
            case Command.Connect connect ->
                throw new ProtocolException(ErrorCode.ALREADY_CONNECTED, "This connection is connected already");
            case Command.Subscribe subscribe -> subscribe(subscribe);
            case Command.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case Command.More more -> more(more);
            case Command.Publish publish -> publish(publish);
            case Command.History history -> history(history);
            case Command.Presence presence -> presence(presence);
            case Command.Ping ping -> reply(ping, Frames.pong(ping.id()));
            case Command.Pong pong -> reported(pong.report());
            case Command.Disconnect disconnect -> disconnect(disconnect);
            case Command.Attach attach ->
                throw new ProtocolException(
                        ErrorCode.BAD_COMMAND, "`attach` is the first line of a POST of its own, and nothing else");
            case Command.Malformed malformed -> throw new ProtocolException(malformed.code(), malformed.message());
        }
    }

    /**
     * The first command.
     *
     * @throws ProtocolException where it is refused
     */
    void connect(Command.Connect connect, @Nullable String session) {
        String client = connect.client() == null ? UUID.randomUUID().toString() : Names.client(connect.client());
        member = new Member(Names.member(client), connect.user(), connect.data());
        heard();
        connection.open();
        reported(connect.report());
        // Only a stream by POST has a session; nothing else can be held back.
        boolean probe = session != null && connect.probe();
        if (session != null && connect.padding() > 0) {
            connection.send(Frames.padding(connect.padding()));
        }
        follow(connect.id(), connect.channels(), client, session, probe);
        if (probe) {
            connection.send(Frames.probe(1));
            connection.lane().later(() -> connection.send(Frames.probe(2)), PROBE_MILLIS);
        }
    }

    Counts counts() {
        return settings.channels().counts();
    }

    /** The client tells what became of its attempts; only words that are known get into the log, so nothing of its own. */
    private void reported(@Nullable String text) {
        if (text == null) {
            return;
        }
        ClientReport report = ClientReport.parse(text);
        if (!report.isEmpty()) {
            counts().clients().add(report, connection.outlet().transport());
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "A client on " + connection.outlet().transport().word() + " tells: " + report);
        }
    }

    /** Subscribes, and tells so in one reply. */
    void follow(
            long id, Map<String, Start> channels, @Nullable String client, @Nullable String session, boolean probe) {
        Map<String, Frames.Subscribed> answers = new LinkedHashMap<>();
        channels.forEach((channel, start) -> answers.put(channel, tryOpen(channel, start)));
        connection.send(Frames.connect(
                id,
                new Frames.Connected(
                        client,
                        member == null ? null : member.id(),
                        session,
                        connection.outlet().transport(),
                        connection.outlet().offered(),
                        settings.server(),
                        settings.ping().toMillis(),
                        settings.lease().toMillis(),
                        settings.maxMessage(),
                        settings.maxChannels(),
                        connection.outlet().network(),
                        probe ? PROBE_MILLIS : 0),
                answers));
        for (String channel : channels.keySet()) {
            start(channel);
        }
    }

    private Frames.Subscribed tryOpen(String channel, Start start) {
        try {
            return subscribed(open(channel, start));
        } catch (ProtocolException e) {
            refused = true;
            counts().refused().add(e.code());
            return Frames.Subscribed.refused(e);
        }
    }

    private static Frames.Subscribed subscribed(Cursor cursor) {
        Opening found = cursor.opening();
        return new Frames.Subscribed(found.head(), found.recovered(), found.skippedAfter(), found.first(), null);
    }

    /**
     * Opens a cursor, which is not started.
     *
     * @throws ProtocolException where the channel cannot be followed
     */
    Cursor open(String channel, Start start) {
        if (subscriptions.find(channel) != null) {
            throw new ProtocolException(
                    ErrorCode.ALREADY_SUBSCRIBED, "This connection is subscribed to " + channel + " already");
        }
        if (subscriptions.size() >= settings.maxChannels()) {
            throw new ProtocolException(
                    ErrorCode.TOO_MANY_CHANNELS,
                    "A connection may follow " + settings.maxChannels() + " channels at most");
        }
        settings.channels().checkOffered(channel, connection.outlet().transport());
        Cursor cursor = settings.channels().open(channel, connection.lane(), connection, start);
        subscriptions.add(cursor);
        countRecovery(cursor);
        if (member != null) {
            follows(channel, member);
        }
        return cursor;
    }

    /** A poll states positions by its nature, and misses nothing meanwhile. */
    private void countRecovery(Cursor cursor) {
        Boolean recovered = cursor.opening().recovered();
        if (recovered != null && connection.outlet().transport() != TransportName.POLLING) {
            (recovered ? counts().recovered() : counts().notRecovered()).increment();
        }
    }

    private void follows(String channel, Member who) {
        try {
            settings.presence().followed(channel, who);
        } catch (ProtocolException e) {
            subscriptions.remove(channel);
            throw e;
        }
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
        Cursor cursor = open(channel, subscribe.start());
        reply(subscribe, Frames.subscribe(subscribe.id(), channel, subscribed(cursor)));
        start(channel);
    }

    private void unsubscribe(Command.Unsubscribe unsubscribe) {
        String channel = unsubscribe.channel();
        boolean followed = subscriptions.remove(channel);
        if (!leaves(unsubscribe, followed) && !followed) {
            throw notSubscribed(channel);
        }
        reply(unsubscribe, Frames.unsubscribe(unsubscribe.id(), channel));
    }

    /** Tells presence; returns whether the client was in the channel, and is not any more. */
    private boolean leaves(Command.Unsubscribe unsubscribe, boolean followed) {
        if (member == null) {
            return false;
        }
        if (!unsubscribe.anew()) {
            return settings.presence().unsubscribed(unsubscribe.channel(), member.id(), followed);
        }
        if (followed) {
            settings.presence().lost(unsubscribe.channel(), member.id());
        }
        return false;
    }

    private void more(Command.More more) {
        Cursor cursor = subscriptions.find(more.channel());
        if (cursor == null) {
            throw notSubscribed(more.channel());
        }
        reply(more, Frames.more(more.id(), more.channel()));
        cursor.more(more.credit());
    }

    private static ProtocolException notSubscribed(String channel) {
        return new ProtocolException(ErrorCode.NOT_SUBSCRIBED, "This connection is not subscribed to " + channel);
    }

    private void publish(Command.Publish publish) {
        CompletableFuture<Published> answer = settings.channels()
                .publishByClient(
                        publish.channel(),
                        message(publish),
                        Source.of(connection.outlet().transport()));
        if (answer.isDone()) {
            answered(publish, answer);
            return;
        }
        awaited++;
        CompletableFuture<?> unused =
                answer.whenComplete((published, failure) -> connection.lane().execute(() -> {
                    awaited--;
                    answered(publish, answer);
                    connection.settled();
                }));
    }

    private Message message(Command.Publish publish) {
        return new Message(
                Entry.Kind.MESSAGE,
                publish.data(),
                publish.key(),
                publish.ttlMillis(),
                publish.version(),
                publish.ifMatch(),
                origin(publish));
    }

    /** By what a repeat is known: a number of this client, or of another instance of the same browser. */
    private @Nullable Origin origin(Command.Publish publish) {
        String other = publish.client() == null ? null : Names.member(Names.client(publish.client()));
        if (publish.number() == 0) {
            return null;
        }
        return new Origin(CLIENT_PREFIX + (other == null ? memberId() : other), publish.number(), null, 0);
    }

    private String memberId() {
        if (member == null) {
            throw new ProtocolException(ErrorCode.BAD_COMMAND, "`number` needs a client that has connected");
        }
        return member.id();
    }

    private void answered(Command.Publish publish, CompletableFuture<Published> answer) {
        try {
            Published published = answer.join();
            reply(
                    publish,
                    Frames.publish(
                            publish.id(),
                            published.channel(),
                            published.position(),
                            published.subscribers(),
                            published.repeated()));
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ProtocolException refusal)) {
                throw e;
            }
            counts().refused().add(refusal.code());
            connection.send(Frames.error(publish.id(), refusal.code(), refusal.getMessage()));
        }
    }

    private void history(Command.History history) {
        int limit = history.limit() == 0 ? HistoryPage.DEFAULT_LIMIT : history.limit();
        HistoryPage page = settings.channels()
                .channel(history.channel())
                .history(new HistoryRange(history.since(), history.before(), limit, history.reverse()));
        reply(history, page.frame(history.id()));
    }

    private void presence(Command.Presence presence) {
        CompletableFuture<PresencePage> page = settings.presence().of(presence.channel());
        if (page.isDone()) {
            reply(presence, page.join().frame(presence.id()));
            return;
        }
        awaited++;
        CompletableFuture<?> unused = page.thenAccept(known -> connection.lane().execute(() -> {
            awaited--;
            reply(presence, known.frame(presence.id()));
            connection.settled();
        }));
    }

    private void disconnect(Command.Disconnect disconnect) {
        if (member != null) {
            settings.presence().disconnected(member.id());
        }
        reply(disconnect, Frames.disconnect(disconnect.id()));
        connection.endAfterBacklog(CloseCode.DISCONNECTED, "");
    }

    /** A command without an id is carried out in silence. */
    private void reply(Command command, Frame frame) {
        if (command.id() != 0) {
            connection.send(frame);
        }
    }
}
