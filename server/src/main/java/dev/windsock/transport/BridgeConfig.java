package dev.windsock.transport;

import java.util.Map;
import org.atmosphere.cpr.ApplicationConfig;
import org.atmosphere.cpr.AtmosphereFramework;

/** The one place that knows Atmosphere's parameters, which are strings, and whose misspelling it passes over. */
final class BridgeConfig {
    private static final Map<String, String> PARAMETERS = Map.of(
            // Buffers of 8 kB twice a WebSocket, for writes that go another way here.
            ApplicationConfig.WEBSOCKET_BUFFER_SIZE, "0",
            // Heartbeats, padding, tracking and the rest are this package's own work.
            ApplicationConfig.DISABLE_ATMOSPHEREINTERCEPTOR, "true",
            ApplicationConfig.PROPERTY_SESSION_SUPPORT, "false",
            ApplicationConfig.ANALYTICS, "false",
            ApplicationConfig.RECOVER_DEAD_BROADCASTER, "false",
            // Origins are looked at before a request comes here.
            ApplicationConfig.WEBSOCKET_REQUIRE_SAME_ORIGIN, "false");

    private BridgeConfig() {}

    static void apply(AtmosphereFramework framework) {
        PARAMETERS.forEach(framework::addInitParameter);
    }
}
