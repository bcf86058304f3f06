package dev.windsock.server;

import dev.windsock.channel.Channels;
import dev.windsock.engine.DiskEngine;
import dev.windsock.engine.Engine;
import dev.windsock.engine.EngineException;
import dev.windsock.engine.MemoryEngine;
import dev.windsock.metrics.Metrics;
import dev.windsock.presence.Presence;
import dev.windsock.rest.RestHandler;
import dev.windsock.transport.Transports;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running server. {@link Main} starts one from the command line; an application can start its own:
 *
 * <pre>{@code
 * try (WindsockServer server = WindsockServer.start(ServerOptions.defaults().withPort(0))) {
 *     server.channels().publish("news", Message.of("\"hello\"".getBytes(UTF_8)));
 * }
 * }</pre>
 */
public final class WindsockServer implements AutoCloseable {
    private static final String CLIENT_FILES = "/META-INF/windsock/client/";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Engine engine;
    private final Channels channels;
    private final Presence presence;
    private final Transports transports;
    private final RestHandler rest;
    private final ExecutorService fileThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final Sweeper sweeper;
    private final Listener listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private WindsockServer(ServerOptions options) throws IOException {
        engine = options.disk() == null ? new MemoryEngine() : DiskEngine.open(options.disk());
        channels = loaded(options);
        presence = new Presence(channels, options.transports().lease(), () -> System.nanoTime() / NANOS_PER_MILLI);
        presence.restore();
        sweeper = new Sweeper(channels, presence);
        rest = new RestHandler(channels, presence, options.transports().maxBodySize());
        transports = new Transports(channels, presence, options.transports(), "Windsock " + Version.text());
        listener = listen(options);
    }

    /**
     * Starts a server, which accepts requests when this returns.
     *
     * @throws EngineException where what is kept on disk cannot be used; the message is for people
     * @throws IOException where the port cannot be had, or the host is not this machine
     */
    public static WindsockServer start(ServerOptions options) throws IOException {
        return new WindsockServer(options);
    }

    private Listener listen(ServerOptions options) throws IOException {
        try {
            return Listener.open(options.host(), options.port(), routes(options));
        } catch (IOException e) {
            closeParts();
            throw e;
        }
    }

    private Channels loaded(ServerOptions options) throws EngineException {
        try {
            Channels all = new Channels(options.namespaces(), options.channels(), InstantSource.system(), engine);
            all.load();
            return all;
        } catch (EngineException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private HttpHandler routes(ServerOptions options) {
        Pages pages = new Pages(options.pages(), fileThreads);
        return new HttpContinueReadHandler(new Routes(
                guarded(options, transports.windsock()),
                guarded(options, transports.atmosphere()),
                guarded(options, rest),
                new MetricsHandler(options.metrics(), options.transports().proxies(), sources(), fileThreads),
                new ClientFiles(CLIENT_FILES),
                options.doctor() ? new DoctorPage() : pages,
                pages));
    }

    private HttpHandler guarded(ServerOptions options, HttpHandler part) {
        return new Origins(options.allowedOrigins(), part, channels.counts().refused());
    }

    private Metrics.Sources sources() {
        return new Metrics.Sources(channels, engine, transports::delivered, transports::sent, Version.text());
    }

    /** Where the server is, with the real port; {@code localhost} where it listens on all addresses or on loopback. */
    public URI url() {
        InetSocketAddress address = listener.address();
        boolean local =
                address.getAddress().isAnyLocalAddress() || address.getAddress().isLoopbackAddress();
        String host = local ? "localhost" : address.getHostString();
        return URI.create("http://" + (host.contains(":") ? '[' + host + ']' : host) + ':' + address.getPort());
    }

    /** Whether only this machine can reach the server. */
    public boolean isLocal() {
        return listener.address().getAddress().isLoopbackAddress();
    }

    /** The channels, to publish to them from within the application. */
    public Channels channels() {
        return channels;
    }

    /** Who is in which channel. */
    public Presence presence() {
        return presence;
    }

    /** Tells all clients to come back later, and stops, in a few seconds at most. May be called twice. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            listener.stopAccepting();
            sayFarewell();
            listener.close();
            closeParts();
        }
    }

    private void sayFarewell() {
        try {
            transports.shutdown(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        sweeper.close();
        transports.close();
        rest.close();
        fileThreads.shutdownNow();
        engine.close();
    }
}
