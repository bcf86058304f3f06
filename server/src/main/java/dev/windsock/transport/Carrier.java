package dev.windsock.transport;

import dev.windsock.channel.Encoding;
import dev.windsock.connection.Connection;
import dev.windsock.connection.Outlet;
import dev.windsock.connection.Settings;
import dev.windsock.counts.Counts;
import dev.windsock.counts.End;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.TransportName;
import java.util.Objects;
import java.util.Set;
import org.atmosphere.cpr.AtmosphereResource;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection: an {@link AtmosphereResource} to Atmosphere, which governs its life, and an {@link Outlet} to
 * the {@link Connection} that is talked over. Used on its I/O thread only.
 */
abstract class Carrier extends Heartbeat.Member implements Outlet {
    /**
     * Where a carrier finds itself.
     *
     * @param network the client's
     */
    record Surroundings(IoLoop loop, Bridge bridge, Settings settings, ClientNetwork network) {}

    private final IoLoop loop;
    private final Bridge bridge;
    private final ClientNetwork network;
    private final Dialect dialect;
    private final Conversation conversation;
    private final Connection connection;
    private final Counts counts;
    private @Nullable AtmosphereResource resource;
    private boolean ended;
    private boolean released;

    @SuppressWarnings("this-escape") // The connection only keeps the outlet; it is used when all is in place.
    Carrier(Surroundings surroundings, Dialect dialect, Conversation conversation) {
        this.loop = surroundings.loop();
        this.bridge = surroundings.bridge();
        this.network = surroundings.network();
        this.dialect = dialect;
        this.conversation = conversation;
        this.counts = surroundings.settings().channels().counts();
        this.connection = new Connection(loop.lane(), this, surroundings.settings());
    }

    final IoLoop loop() {
        return loop;
    }

    final Connection connection() {
        return connection;
    }

    final Conversation conversation() {
        return conversation;
    }

    final AtmosphereResource resource() {
        return Objects.requireNonNull(resource);
    }

    /** Atmosphere's name of the transport. */
    abstract AtmosphereResource.TRANSPORT kind();

    /** Atmosphere has mapped the request to its handler: the connection begins. */
    final void begin(AtmosphereResource taken) {
        resource = taken;
        counts.opened().add(transport());
        opened();
    }

    final boolean hasBegun() {
        return resource != null;
    }

    /** Begins the conversation, and suspends the resource if it is to stay. */
    abstract void opened();

    /** Atmosphere has resumed the resource: a held request is to be answered now. */
    void resumed() {}

    /** Tells Atmosphere that the connection has ended; what was held for it is released. May be called twice. */
    final void finish() {
        if (!ended) {
            ended = true;
            if (resource != null) {
                bridge.ended(this);
            }
            release();
        }
    }

    /** Lets go of all that the connection holds. Atmosphere calls this when a resource's life ends, whatever the cause. */
    final void release() {
        if (!released) {
            released = true;
            conversation.ending(connection);
            loop.heartbeat().remove(this);
            connection.closed();
            if (hasBegun()) {
                counts.closed(transport()).add(end());
            }
        }
    }

    /** How it has ended. */
    End end() {
        return connection.end();
    }

    @Override
    final void beat() {
        connection.beat();
    }

    @Override
    public final String network() {
        return network.name();
    }

    @Override
    public final Set<TransportName> offered() {
        return network.offered();
    }

    @Override
    public final Encoding encoding() {
        return dialect.encoding();
    }

    @Override
    public final byte[] encode(Frame frame) {
        return dialect.encode(frame);
    }

    @Override
    public final boolean isJoint() {
        return dialect.isJoint();
    }

    @Override
    public final boolean answersPings() {
        return dialect.answersPings();
    }
}
