package dev.windsock.transport;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Notices that the client of a held request has gone. Undertow reads nothing while a request is being answered, so a
 * client's end would be seen only when a write fails, which may be a ping interval or two later. HTTP/1.1 only: a stream
 * of HTTP/2 is told to be reset.
 */
final class DisconnectWatch implements ReadReadyHandler {
    private final HttpServerConnection connection;
    private final StreamSourceConduit conduit;
    private final Runnable gone;

    private DisconnectWatch(HttpServerConnection connection, Runnable gone) {
        this.connection = connection;
        this.conduit = connection.getOriginalSourceConduit();
        this.gone = gone;
    }

    /**
     * Begins to watch.
     *
     * @param gone called on the I/O thread when the client has gone
     * @return to be called before the exchange ends
     */
    static Runnable start(HttpServerExchange exchange, Runnable gone) {
        if (!(exchange.getConnection() instanceof HttpServerConnection connection)
                || connection.getExtraBytes() != null) {
            return () -> {};
        }
        DisconnectWatch watch = new DisconnectWatch(connection, gone);
        watch.conduit.setReadReadyHandler(watch);
        watch.conduit.resumeReads();
        return watch::stop;
    }

    private void stop() {
        conduit.suspendReads();
        ConduitStreamSourceChannel source = connection.getChannel().getSourceChannel();
        conduit.setReadReadyHandler(new ReadReadyHandler.ChannelListenerHandler<>(source));
    }

    @Override
    public void readReady() {
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean kept = false;
        try {
            int n = conduit.read(pooled.getBuffer());
            if (n < 0) {
                conduit.suspendReads();
                gone.run();
            } else if (n > 0) {
                // The next request, sent ahead: it is kept for its turn, and the client is certainly there.
                pooled.getBuffer().flip();
                connection.ungetRequestBytes(pooled);
                kept = true;
                stop();
            }
        } catch (IOException e) {
            conduit.suspendReads();
            gone.run();
        } finally {
            if (!kept) {
                pooled.close();
            }
        }
    }

    @Override
    public void forceTermination() {
        terminated();
    }

    @Override
    public void terminated() {
        conduit.suspendReads();
        gone.run();
    }
}
