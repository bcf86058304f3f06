package dev.windsock.presence;

import dev.windsock.channel.Channel;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Rules;
import dev.windsock.engine.Entry;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Member;
import dev.windsock.protocol.PresencePage;
import dev.windsock.protocol.ProtocolException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Who is in which channel (PROTOCOL.md section 5.6). A client, known by its member id, is in a channel whose rules have
 * presence on while one of its connections follows it, and until its lease has ended after the last of them has gone. The
 * lease is renewed by all that is heard of the client on any of its connections. Clients that are in no such channel cost
 * nothing here. Thread-safe; nothing here blocks.
 */
public final class Presence {
    private static final System.Logger LOG = System.getLogger(Presence.class.getName());

    private final Channels channels;
    private final long leaseMillis;
    private final LongSupplier clock;
    private final Attendance attendance;
    private final ConcurrentHashMap<String, Client> clients = new ConcurrentHashMap<>();

    /**
     * @param clock milliseconds that only ever go on, whatever is done to the time of day
     */
    public Presence(Channels channels, Duration lease, LongSupplier clock) {
        this.channels = channels;
        this.leaseMillis = lease.toMillis();
        this.clock = clock;
        this.attendance = new Attendance(channels);
    }

    /** How long a client may be silent before it counts as gone. */
    public Duration lease() {
        return Duration.ofMillis(leaseMillis);
    }

    /** Takes those in of whom the logs tell that they have joined and not left; they have one lease to come back. */
    public void restore() {
        for (Channel channel : channels.all()) {
            if (channel.rules().presence() && channel.rules().joins()) {
                restore(channel);
            }
        }
    }

    private void restore(Channel channel) {
        Map<String, Member> present = new LinkedHashMap<>();
        channel.forEachKept(entry -> {
            if (entry.kind() == Entry.Kind.JOIN) {
                Member who = Member.of(entry.data());
                present.put(who.id(), who);
            } else if (entry.kind() == Entry.Kind.LEAVE) {
                present.remove(Member.of(entry.data()).id());
            }
        });
        for (Member who : present.values()) {
            try {
                client(who.id()).restore(channel.name(), who);
            } catch (ProtocolException e) {
                // No room for it: it is not in, and joins anew when it comes back.
                LOG.log(System.Logger.Level.WARNING, "{0} in {1}: {2}", who.id(), channel.name(), e.getMessage());
            }
        }
    }

    private Client client(String id) {
        return clients.computeIfAbsent(id, key -> new Client(attendance, id, leaseMillis, clock.getAsLong()));
    }

    /**
     * A connection of the client follows a channel from now on.
     *
     * @throws ProtocolException {@link ErrorCode#FULL} where there is no room for one more member
     */
    public void followed(String channel, Member who) {
        if (!channels.rules(channel).presence()) {
            return;
        }
        Client client = client(who.id());
        while (!client.follow(channel, who)) {
            clients.remove(who.id(), client);
            client = client(who.id());
        }
    }

    /** A connection of the client that followed a channel has gone, and nobody knows why. */
    public void lost(String channel, String id) {
        with(id, client -> client.lost(channel));
    }

    /**
     * The client has unsubscribed from a channel.
     *
     * @param followed whether the connection that said so followed the channel; if not, those of the client's that do are
     *     about to go, as polls do
     * @return whether the client was in the channel
     */
    public boolean unsubscribed(String channel, String id, boolean followed) {
        Client client = clients.get(id);
        return client != null && client.unsubscribed(channel, followed);
    }

    /** The client gave a sign of life. */
    public void heard(String id) {
        if (!clients.isEmpty()) {
            with(id, client -> client.heard(clock.getAsLong()));
        }
    }

    /**
     * The client has said that it ends for good: it leaves all channels, and is in none for a lease, since a request that it
     * sent before may come later.
     */
    public void disconnected(String id) {
        with(id, client -> client.disconnected(clock.getAsLong()));
    }

    private void with(String id, Consumer<Client> action) {
        Client client = clients.get(id);
        if (client != null) {
            action.accept(client);
        }
    }

    /** Lets those leave whose lease has ended. To be called about once a second, on any thread but an I/O thread. */
    public void sweep() {
        long now = clock.getAsLong();
        for (Map.Entry<String, Client> entry : clients.entrySet()) {
            if (entry.getValue().sweep(now)) {
                clients.remove(entry.getKey(), entry.getValue());
            }
        }
    }

    /**
     * Who is in a channel.
     *
     * @return complete as soon as the log has all that tells of it
     * @throws ProtocolException {@link ErrorCode#NO_PRESENCE} where the channel's rules have presence off; {@link
     *     ErrorCode#BAD_CHANNEL} or {@link ErrorCode#FULL}
     */
    public CompletableFuture<PresencePage> of(String channel) {
        Channel known = channels.channel(channel);
        Rules rules = known.rules();
        if (!rules.presence()) {
            throw new ProtocolException(
                    ErrorCode.NO_PRESENCE, "The channel " + channel + " does not tell who is there");
        }
        // First the position: whoever comes between the two has a later one.
        PresencePage nobody = new PresencePage(channel, known.info().head(), 0, List.of());
        Members members = attendance.of(channel);
        return members == null ? CompletableFuture.completedFuture(nobody) : members.page();
    }

    /** How many are in a channel. */
    public int count(String channel) {
        Members members = attendance.of(channel);
        return members == null ? 0 : members.count();
    }
}
