package dev.windsock.transport;

import dev.windsock.channel.Channels;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.atmosphere.cpr.AtmosphereHandler;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.cpr.AtmosphereRequestImpl;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.AtmosphereResourceImpl;
import org.atmosphere.cpr.AtmosphereResponseImpl;
import org.atmosphere.cpr.HeaderConfig;
import org.atmosphere.cpr.NoOpsRequest;
import org.atmosphere.cpr.WebSocketProcessorFactory;
import org.atmosphere.websocket.WebSocketProcessor;
import org.jspecify.annotations.Nullable;

/**
 * The bridge between Undertow's connections and Atmosphere: hands each connection to the framework as a request, so that
 * mapping, interceptors, suspend, resume and disconnect are Atmosphere's, whatever the transport.
 */
final class Bridge implements AutoCloseable {
    /** The request attribute that leads from an {@link AtmosphereResource} to its {@link Carrier}. */
    static final String CARRIER = Carrier.class.getName();

    /** A connection that ended without an error, to Atmosphere. */
    private static final int NORMAL_CLOSURE = 1000;

    /** What Atmosphere asks a request for beyond what it is told; one serves all, since it knows nothing. */
    private static final NoOpsRequest NOTHING = new NoOpsRequest();

    /** Atmosphere refuses a WebSocket whose request does not look like one. */
    private static final Map<String, String> WEBSOCKET_HEADERS = Map.of(
            HeaderConfig.X_ATMOSPHERE_TRANSPORT,
            HeaderConfig.WEBSOCKET_TRANSPORT,
            "Connection",
            HeaderConfig.WEBSOCKET_UPGRADE);

    private final BridgeFramework framework = new BridgeFramework();
    private final ChannelBroadcasters broadcasters;
    private final BridgeSupport support;
    private final WebSocketProcessor webSockets;
    private final AtomicLong resources = new AtomicLong();

    Bridge(Channels channels, AtmosphereHandler handler, String... paths) {
        BridgeConfig.apply(framework);
        framework.uuidProvider(() -> Long.toString(resources.incrementAndGet(), 36));
        broadcasters = new ChannelBroadcasters(channels, framework.getAtmosphereConfig());
        framework.setBroadcasterFactory(broadcasters);
        support = new BridgeSupport(framework.getAtmosphereConfig());
        framework.setAsyncSupport(support);
        for (String path : paths) {
            framework.addAtmosphereHandler(path, handler, broadcasters.root(), List.of());
        }
        framework.start();
        webSockets = WebSocketProcessorFactory.getDefault().getWebSocketProcessor(framework);
    }

    /** All connections that Atmosphere holds. */
    Collection<AtmosphereResource> resources() {
        return List.copyOf(framework.getAtmosphereConfig().resourcesFactory().findAll());
    }

    /** Lets Atmosphere know that the carrier's resource follows a channel. */
    void follows(Carrier carrier, String channel) {
        carrier.resource().addBroadcaster(broadcasters.get(channel));
    }

    /** The carrier behind a resource; null also where the resource has lost its request, since it ends. */
    static @Nullable Carrier carrier(AtmosphereResource resource) {
        @Nullable AtmosphereRequest request = ((AtmosphereResourceImpl) resource).getRequest(false);
        return request == null ? null : (Carrier) request.getAttribute(CARRIER);
    }

    /** Hands over a connection that is no WebSocket; its handler begins it. */
    void serve(Carrier carrier, String path) {
        AtmosphereRequest request = request(carrier, path);
        try {
            framework.doCometSupport(request, AtmosphereResponseImpl.newInstance(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
        settle(carrier, request);
    }

    /** Hands over a WebSocket; its handler begins it. */
    void open(WebSocketCarrier carrier, String path) {
        AtmosphereRequest request = request(carrier, path);
        BridgeWebSocket webSocket = new BridgeWebSocket(framework.getAtmosphereConfig(), carrier);
        try {
            webSockets.open(
                    webSocket,
                    request,
                    AtmosphereResponseImpl.newInstance(framework.getAtmosphereConfig(), request, webSocket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settle(carrier, request);
    }

    /** What Atmosphere noted while it took the connection in is needed no more. */
    private static void settle(Carrier carrier, AtmosphereRequest request) {
        if (!carrier.hasBegun()) {
            throw new IllegalStateException("Atmosphere has not taken in a connection over " + carrier.transport());
        }
        request.destroy(true);
    }

    private static Map<String, String> headers(Carrier carrier) {
        return Map.of(HeaderConfig.X_ATMOSPHERE_TRANSPORT, carrier.kind().name());
    }

    private static AtmosphereRequest request(Carrier carrier, String path) {
        return new AtmosphereRequestImpl.Builder()
                .request(NOTHING)
                .method("GET")
                .pathInfo(path)
                .requestURI(path)
                .headers(
                        carrier.kind() == AtmosphereResource.TRANSPORT.WEBSOCKET ? WEBSOCKET_HEADERS : headers(carrier))
                .attributes(new BridgeAttributes(carrier))
                .build();
    }

    /** A connection has ended: Atmosphere completes its resource's life. */
    void ended(Carrier carrier) {
        AtmosphereResourceImpl resource = (AtmosphereResourceImpl) carrier.resource();
        if (resource.webSocket() instanceof BridgeWebSocket webSocket) {
            webSockets.close(webSocket, NORMAL_CLOSURE);
        } else {
            support.endRequest(resource, true);
        }
    }

    @Override
    public void close() {
        framework.destroy();
    }
}
