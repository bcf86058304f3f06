package dev.windsock.transport;

import dev.windsock.channel.Channels;
import dev.windsock.connection.Settings;
import dev.windsock.presence.Presence;
import dev.windsock.protocol.CloseCode;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.List;
import org.atmosphere.cpr.AtmosphereResource;

/** All that clients connect to: Windsock's own path, and the one for Atmosphere's stock clients. */
public final class Transports implements AutoCloseable {
    /** Where Windsock's clients connect. */
    public static final String PATH = "/windsock";

    /** Under which Atmosphere's clients find a channel by its name. */
    public static final String ATMOSPHERE_PATH = "/atmosphere";

    private static final long LOOK_AGAIN_MILLIS = 10;

    /** When the first client comes back to a server that was stopped: one that finds it still away waits much longer. */
    private static final long FIRST_SLOT_MILLIS = 1_000;

    /** How far apart the others follow, and in what time all are back. */
    private static final long SLOT_MILLIS = 2;

    private static final long MAX_SPREAD_MILLIS = 5_000;

    private final Bridge bridge;
    private final IoLoops loops;
    private final HttpHandler windsock;
    private final HttpHandler atmosphere;

    /**
     * @param server the server's name and version, as clients are told
     */
    public Transports(Channels channels, Presence presence, TransportOptions options, String server) {
        Settings settings = new Settings(
                channels, presence, server, options.pingInterval(), options.maxMessageSize(), options.maxChannels());
        ClientNetworks networks = new ClientNetworks(options.proxies(), options.networks());
        loops = new IoLoops(options.pingInterval());
        bridge = new Bridge(channels, new CarrierHandler(), PATH, ATMOSPHERE_PATH);
        windsock = new WindsockEndpoint(bridge, settings, loops, networks, options.maxBodySize());
        atmosphere = new AtmosphereEndpoint(bridge, settings, loops, networks, options.maxBodySize());
    }

    /** The handler for {@link #PATH}. */
    public HttpHandler windsock() {
        return windsock;
    }

    /** The handler for what lies under {@link #ATMOSPHERE_PATH}. */
    public HttpHandler atmosphere() {
        return atmosphere;
    }

    /** How many publications subscribers have taken since the start. */
    public long delivered() {
        return loops.delivered();
    }

    /** How many bytes of frames were given to sockets since the start. */
    public long sent() {
        return loops.sent();
    }

    /**
     * Tells every connection that the server stops, and when to come back, each at a time of its own; then waits until
     * all have gone.
     *
     * @param patience how long to wait at most
     */
    public void shutdown(Duration patience) throws InterruptedException {
        List<AtmosphereResource> resources = List.copyOf(bridge.resources());
        long spread = Math.min(SLOT_MILLIS * resources.size(), MAX_SPREAD_MILLIS);
        for (int i = 0; i < resources.size(); i++) {
            Carrier carrier = Bridge.carrier(resources.get(i));
            if (carrier != null) {
                long slot = FIRST_SLOT_MILLIS + spread * i / resources.size();
                carrier.loop()
                        .lane()
                        .execute(() -> carrier.connection().close(CloseCode.SHUTDOWN, "The server stops", slot));
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        while (!bridge.resources().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    @Override
    public void close() {
        bridge.close();
    }
}
