package dev.windsock.transport;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Rules;
import dev.windsock.connection.Connection;
import dev.windsock.connection.Settings;
import dev.windsock.presence.Presence;
import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.TransportName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import org.atmosphere.cpr.AtmosphereResource;

/** A carrier that carries nothing. */
final class IdleCarrier extends Carrier {
    IdleCarrier() {
        super(surroundings(), WindsockDialect.LINES, new Conversation() {
            @Override
            public void opened(Connection connection) {}
        });
    }

    @SuppressWarnings("NullAway") // no framework is behind it
    private static Surroundings surroundings() {
        Channels channels =
                new Channels(Namespaces.all(Rules.defaults()), ChannelLimits.defaults(), InstantSource.system());
        Settings settings = new Settings(
                channels,
                new Presence(channels, Duration.ofSeconds(3), () -> 0),
                "Windsock test",
                Duration.ofSeconds(1),
                1024,
                1);
        return new Surroundings(
                new IoLoop(new HandThread(), Duration.ofSeconds(1)),
                null,
                settings,
                new ClientNetwork("n", TransportName.ALL));
    }

    @Override
    AtmosphereResource.TRANSPORT kind() {
        return AtmosphereResource.TRANSPORT.POLLING;
    }

    @Override
    void opened() {}

    @Override
    public TransportName transport() {
        return TransportName.POLLING;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public int write(ByteBuffer bytes) {
        return 0;
    }

    @Override
    public void awaitWritable() {}

    @Override
    public void end(CloseCode code, String reason) {}

    @Override
    public void abort() {}
}
