package dev.windsock.connection;

import dev.windsock.channel.Encoding;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.TransportName;
import java.nio.ByteBuffer;
import java.util.Set;

/** How a connection's bytes leave: one for each transport. Used on the connection's lane only; nothing here blocks. */
public interface Outlet {
    /** The transport. */
    TransportName transport();

    /** The network that the client is in, coarsely; the same name for the same network. */
    String network();

    /** The transports that clients of that network are offered. */
    Set<TransportName> offered();

    /** The form of publications. */
    Encoding encoding();

    /** The form of any other frame. */
    byte[] encode(Frame frame);

    /** Whether several publications may be written as one. */
    boolean isJoint();

    /** Whether all clients of the transport answer pings, so that one that stays silent is dead. */
    boolean answersPings();

    /** Whether this side has not ended it. What the other side has done, a write finds out. */
    boolean isOpen();

    /**
     * Writes what there is room for.
     *
     * @return how many bytes were taken; -1 where the connection is gone
     */
    int write(ByteBuffer bytes);

    /** Asks for one call of {@link Connection#writable} when there may be room again. */
    void awaitWritable();

    /** The connection waits for nothing any more: neither for what was missed, nor for what becomes of a publish. */
    default void idle() {}

    /** Ends the connection in the transport's own way, after all that was written. */
    void end(CloseCode code, String reason);

    /** Cuts the connection. */
    void abort();
}
