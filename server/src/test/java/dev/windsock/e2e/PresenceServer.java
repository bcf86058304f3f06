package dev.windsock.e2e;

import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.engine.DiskOptions;
import dev.windsock.engine.EngineException;
import dev.windsock.server.ServerOptions;
import dev.windsock.server.WindsockServer;
import dev.windsock.transport.TransportOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The server with presence and joins in channels {@code here:…}: time between pings, lease, perhaps where its logs are kept. */
public final class PresenceServer {
    private PresenceServer() {}

    /** Serves on any free port until it is killed. */
    @SuppressWarnings("resource") // It ends with the process.
    public static void main(String[] arguments) throws IOException, EngineException {
        TransportOptions transports = TransportOptions.defaults();
        ServerOptions options = ServerOptions.defaults()
                .withPort(0)
                .withTransports(new TransportOptions(
                        transports.maxMessageSize(),
                        transports.maxBodySize(),
                        transports.maxChannels(),
                        Duration.parse(arguments[0]),
                        Duration.parse(arguments[1])))
                .withNamespaces(new Namespaces(
                        Rules.defaults(), Map.of("here", Rules.defaults().withPresence(true, true))));
        if (arguments.length > 2) {
            options = options.withDisk(new DiskOptions(Path.of(arguments[2]), Duration.ZERO));
        }
        System.out.println(WindsockServer.start(options).url());
    }
}
