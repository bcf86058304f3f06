package dev.windsock.transport;

import dev.windsock.channel.Channels;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.atmosphere.cpr.AtmosphereHandler;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.AtmosphereResourceImpl;
import org.atmosphere.cpr.WebSocketProcessorFactory;
import org.atmosphere.websocket.WebSocketProcessor;
import org.jspecify.annotations.Nullable;

/**
 * The bridge between Undertow's connections and Atmosphere: hands each connection to the framework as a request, so that
 * mapping, interceptors, suspend, resume and disconnect are Atmosphere's, whatever the transport.
 */
final class Bridge implements AutoCloseable {
    /** A connection that ended without an error, to Atmosphere. */
    private static final int NORMAL_CLOSURE = 1000;

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
        return request == null ? null : (Carrier) request.getAttribute(BridgeRequest.CARRIER);
    }

    /** Hands over a connection that is no WebSocket; its handler begins it. */
    void serve(Carrier carrier, String path) {
        BridgeRequest request = new BridgeRequest(carrier, path);
        try {
            framework.doCometSupport(request, new BridgeResponse(request, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
        settle(carrier, request);
    }

    /** Hands over a WebSocket; its handler begins it. */
    void open(WebSocketCarrier carrier, String path) {
        BridgeRequest request = new BridgeRequest(carrier, path);
        BridgeWebSocket webSocket = new BridgeWebSocket(framework.getAtmosphereConfig(), carrier);
        try {
            webSockets.open(webSocket, request, new BridgeResponse(request, webSocket));
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
