package dev.windsock.transport;

import dev.windsock.connection.Settings;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.TransportName;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /atmosphere/{channel}}: what Atmosphere's stock clients ask for. They say so in query parameters, whose names
 * begin with {@code X-}, and whose case differs from client to client.
 */
final class AtmosphereEndpoint implements HttpHandler {
    private static final long POLL_MILLIS = 25_000;
    private static final String NEW_CLIENT = "0";

    private final Bridge bridge;
    private final Settings settings;
    private final ClientNetworks networks;
    private final IoLoops loops;
    private final Bodies bodies;
    private final WebSocketUpgrade upgrade;
    private final AtmosphereClients clients = new AtmosphereClients();

    AtmosphereEndpoint(Bridge bridge, Settings settings, IoLoops loops, ClientNetworks networks, int maxBody) {
        this.bridge = bridge;
        this.settings = settings;
        this.networks = networks;
        this.loops = loops;
        this.bodies = new Bodies(maxBody, settings.channels().counts());
        this.upgrade = new WebSocketUpgrade(loops, settings.maxMessage(), this::accept);
    }

    /** What a client asks for, by its request's parameters. */
    private record Asked(String channel, String transport, String trackingId, boolean protocol, boolean withLength) {
        static Asked by(HttpServerExchange exchange) {
            String path = exchange.getRelativePath();
            return new Asked(
                    Names.channel(path.startsWith("/") ? path.substring(1) : path),
                    parameter(exchange, "X-Atmosphere-Transport").toLowerCase(Locale.ROOT),
                    parameter(exchange, "X-Atmosphere-tracking-id"),
                    parameter(exchange, "X-atmo-protocol").equalsIgnoreCase("true"),
                    parameter(exchange, "X-Atmosphere-TrackMessageSize").equalsIgnoreCase("true"));
        }

        private static String parameter(HttpServerExchange exchange, String name) {
            for (Map.Entry<String, Deque<String>> entry :
                    exchange.getQueryParameters().entrySet()) {
                if (entry.getKey().equalsIgnoreCase(name)) {
                    return entry.getValue().getFirst();
                }
            }
            String header = exchange.getRequestHeaders().getFirst(name);
            return header == null ? "" : header;
        }

        boolean isNew() {
            return trackingId.isEmpty() || trackingId.equals(NEW_CLIENT);
        }

        /** The id by which the client will be known again: its own, a new one, or none where it has no way to say it. */
        @Nullable
        String id() {
            if (!isNew()) {
                return Names.client(trackingId);
            }
            return protocol ? UUID.randomUUID().toString() : null;
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (WebSocketUpgrade.isAskedBy(exchange)) {
            bodies.checked(exchange, this::upgrade);
        } else if (exchange.getRequestMethod().equals(Methods.POST)) {
            bodies.read(exchange, this::publish);
        } else if (exchange.getRequestMethod().equals(Methods.GET)) {
            bodies.onLane(exchange, this::get);
        } else {
            Responses.methodNotAllowed(exchange, "GET, POST");
        }
    }

    private void upgrade(HttpServerExchange exchange) {
        Asked asked = Asked.by(exchange);
        asked.id();
        check(exchange, asked, TransportName.WEBSOCKET);
        upgrade.handleRequest(exchange);
    }

    /** Atmosphere's protocol has no word for a channel that cannot be followed, so the request is refused. */
    private void check(HttpServerExchange exchange, Asked asked, TransportName transport) {
        networks.check(exchange, transport);
        settings.channels().checkOffered(asked.channel(), transport);
    }

    private Carrier.Surroundings around(IoLoop loop, HttpServerExchange exchange) {
        return new Carrier.Surroundings(loop, bridge, settings, networks.of(exchange));
    }

    private WebSocketLink.Listener accept(WebSocketLink link, HttpServerExchange exchange) {
        Asked asked = Asked.by(exchange);
        String id = asked.id();
        WebSocketCarrier carrier = new WebSocketCarrier(
                link,
                around(link.loop(), exchange),
                dialect(AtmosphereDialect.Transport.WEBSOCKET, asked, asked.protocol() ? id : null),
                conversation(asked, id));
        bridge.open(carrier, Transports.ATMOSPHERE_PATH);
        return carrier;
    }

    private void publish(HttpServerExchange exchange, byte[] body) {
        AtmosphereConversation.publish(settings.channels(), Asked.by(exchange).channel(), body);
        Responses.empty(exchange, 200);
    }

    private void get(HttpServerExchange exchange) {
        Asked asked = Asked.by(exchange);
        switch (asked.transport()) {
            case "sse" -> stream(exchange, asked);
            case "close" -> leave(exchange, asked);
            default -> poll(exchange, asked);
        }
    }

    private void stream(HttpServerExchange exchange, Asked asked) {
        check(exchange, asked, TransportName.SSE);
        String id = asked.id();
        bridge.serve(
                new SseCarrier(
                        exchange,
                        around(loops.of(exchange), exchange),
                        dialect(AtmosphereDialect.Transport.SSE, asked, asked.protocol() ? id : null),
                        conversation(asked, id)),
                Transports.ATMOSPHERE_PATH);
    }

    /** The first poll of a client that wants the handshake gets that alone, at once. */
    private void poll(HttpServerExchange exchange, Asked asked) {
        check(exchange, asked, TransportName.POLLING);
        String id = asked.id();
        boolean greet = asked.protocol() && asked.isNew();
        bridge.serve(
                new PollCarrier(
                        exchange,
                        around(loops.of(exchange), exchange),
                        dialect(AtmosphereDialect.Transport.BODY, asked, greet ? id : null),
                        conversation(asked, id),
                        new PollCarrier.Wanted("text/plain;charset=utf-8", greet ? 0 : POLL_MILLIS, 0, true)),
                Transports.ATMOSPHERE_PATH);
    }

    private void leave(HttpServerExchange exchange, Asked asked) {
        Carrier carrier = clients.remove(asked.trackingId());
        if (carrier != null) {
            carrier.loop().lane().execute(carrier::abort);
        }
        Responses.empty(exchange, 200);
    }

    /** Tracking id, interval of the client's heartbeats (none), and what they look like. */
    private static AtmosphereDialect dialect(
            AtmosphereDialect.Transport transport, Asked asked, @Nullable String greetedAs) {
        return new AtmosphereDialect(transport, asked.withLength(), greetedAs == null ? null : greetedAs + "|0|X|");
    }

    private AtmosphereConversation conversation(Asked asked, @Nullable String id) {
        return new AtmosphereConversation(settings.channels(), clients, asked.channel(), id, bridge);
    }
}
