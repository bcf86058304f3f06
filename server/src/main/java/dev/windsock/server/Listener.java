package dev.windsock.server;

import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** Listens on one port, with one I/O thread for each processor. */
final class Listener implements AutoCloseable {
    private static final int BUFFER_SIZE = 16 * 1024;
    private static final int MAX_IDLE_BUFFERS = 256;
    private static final int MAX_HEADER_SIZE = 16 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_PARAMETERS = 100;
    /** What is read, and thrown away, of a body that was refused, so that the client gets to read why. */
    private static final long MAX_DRAINED = 64L << 20;

    private static final int BACKLOG = 4096;
    private static final int PARSE_TIMEOUT_MILLIS = 15_000;
    /** Above the 60 s after which nginx and others give up an idle connection: the proxy must be the first. */
    private static final int NO_REQUEST_TIMEOUT_MILLIS = 75_000;

    private static final int STOP_SECONDS = 2;

    /*
     * No idle timeout: it would end quiet streams, and the transports watch over theirs. The one thread of the worker's pool
     * closes connections; what blocks runs on virtual threads.
     */
    private static final OptionMap WORKER_OPTIONS = OptionMap.builder()
            .set(Options.WORKER_NAME, "windsock")
            .set(Options.WORKER_IO_THREADS, Runtime.getRuntime().availableProcessors())
            .set(Options.WORKER_TASK_CORE_THREADS, 1)
            .set(Options.WORKER_TASK_MAX_THREADS, 1)
            .getMap();

    private static final OptionMap SOCKET_OPTIONS = OptionMap.builder()
            .set(Options.WORKER_IO_THREADS, Runtime.getRuntime().availableProcessors())
            .set(Options.TCP_NODELAY, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BALANCING_TOKENS, 1)
            .set(Options.BALANCING_CONNECTIONS, 2)
            .set(Options.BACKLOG, BACKLOG)
            .getMap();

    private static final OptionMap HTTP_OPTIONS = OptionMap.builder()
            .set(UndertowOptions.ALWAYS_SET_DATE, true)
            .set(UndertowOptions.RECORD_REQUEST_START_TIME, false)
            .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_SIZE)
            .set(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
            .set(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
            .set(UndertowOptions.MAX_ENTITY_SIZE, MAX_DRAINED)
            .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_TIMEOUT_MILLIS)
            .set(UndertowOptions.NO_REQUEST_TIMEOUT, NO_REQUEST_TIMEOUT_MILLIS)
            .getMap();

    private final XnioWorker worker;
    private final HttpOpenListener connections;
    private final AcceptingChannel<StreamConnection> socket;

    private Listener(XnioWorker worker, HttpOpenListener connections, AcceptingChannel<StreamConnection> socket) {
        this.worker = worker;
        this.connections = connections;
        this.socket = socket;
    }

    /** Loads what listening needs: XNIO registers with JMX, for which the JVM describes all that it can be asked. */
    static void load() {
        Xnio.getInstance(Listener.class.getClassLoader());
    }

    /**
     * Binds the port and begins to accept.
     *
     * @param port 0 for any that is free
     * @throws IOException where the address is not this machine's, or the port cannot be had
     */
    static Listener open(String host, int port, HttpHandler root) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
        XnioWorker worker = Xnio.getInstance(Listener.class.getClassLoader()).createWorker(WORKER_OPTIONS);
        try {
            HttpOpenListener connections =
                    new HttpOpenListener(new BufferPool(BUFFER_SIZE, MAX_IDLE_BUFFERS), HTTP_OPTIONS);
            connections.setRootHandler(root);
            AcceptingChannel<StreamConnection> socket = worker.createStreamConnectionServer(
                    address, ChannelListeners.openListenerAdapter(connections), SOCKET_OPTIONS);
            socket.resumeAccepts();
            return new Listener(worker, connections, socket);
        } catch (IOException e) {
            worker.shutdownNow();
            throw e;
        }
    }

    /** The address in fact, with the real port. */
    InetSocketAddress address() {
        SocketAddress address = socket.getLocalAddress();
        return (InetSocketAddress) address;
    }

    /** Refuses new connections from now on; those that are open stay. */
    void stopAccepting() {
        IoUtils.safeClose(socket);
    }

    /** Closes all connections, and ends the I/O threads. May be called twice. */
    @Override
    public void close() {
        stopAccepting();
        connections.closeConnections();
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
