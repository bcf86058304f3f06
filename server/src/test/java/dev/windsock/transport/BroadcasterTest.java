package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windsock.channel.ChannelLimits;
import dev.windsock.channel.Channels;
import dev.windsock.channel.Namespaces;
import dev.windsock.channel.Published;
import dev.windsock.channel.Rules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.atmosphere.cpr.AtmosphereFramework;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.Broadcaster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels as Atmosphere's broadcasters. */
class BroadcasterTest {
    private final Channels channels =
            new Channels(Namespaces.all(Rules.defaults()), ChannelLimits.defaults(), InstantSource.system());
    private final AtmosphereFramework framework = new AtmosphereFramework(false, false);
    private final ChannelBroadcasters broadcasters = new ChannelBroadcasters(channels, framework.getAtmosphereConfig());

    @AfterEach
    void stop() {
        framework.destroy();
    }

    @Test
    void aBroadcastIsAPublish() throws Exception {
        Broadcaster room = broadcasters.get("room");
        Published published = (Published) room.broadcast("hello").get();
        assertThat(published.channel()).isEqualTo("room");
        assertThat(published.position().offset()).isEqualTo(1);
        assertThat(((Published) room.broadcast(new byte[] {'{', '}'}).get())
                        .position()
                        .offset())
                .isEqualTo(2);
        assertThat(room.getID()).isEqualTo("room");
        assertThat(room.getAtmosphereResources()).isEmpty();
    }

    @Test
    void aBroadcasterIsFoundByItsChannelAndTheRootByAPath() {
        assertThat(broadcasters.<Broadcaster>lookup("room", true).getID()).isEqualTo("room");
        assertThat(broadcasters.get("/windsock")).isSameAs(broadcasters.root()).isSameAs(broadcasters.get());
        channels.channel("other");
        assertThat(broadcasters.lookupAll()).extracting(Broadcaster::getID).containsExactlyInAnyOrder("room", "other");
    }

    @Test
    void whatALogCannotDoFails() {
        Broadcaster room = broadcasters.get("room");
        for (Future<?> refused : new Future<?>[] {
            room.broadcast("a", Set.<AtmosphereResource>of()),
            room.delayBroadcast("a"),
            room.delayBroadcast("a", 1, TimeUnit.SECONDS),
            room.scheduleFixedBroadcast("a", 1, TimeUnit.SECONDS),
            room.scheduleFixedBroadcast("a", 1, 1, TimeUnit.SECONDS),
            room.broadcastOnResume("a"),
            room.awaitAndBroadcast("a", 1, TimeUnit.SECONDS),
            broadcasters.root().broadcast("a")
        }) {
            assertThat(refused).isDone();
            assertThat(refused.state()).isEqualTo(Future.State.FAILED);
        }
        assertThat(channels.channel("room").epoch()).isNotEmpty();
    }

    @Test
    void whatIsBroadcastReachesAStream() throws Exception {
        try (TestServer server = new TestServer(Duration.ofSeconds(25));
                Events events = new Events(
                        server, server.request("/windsock?channel=room").build())) {
            events.next();
            await().until(() -> server.subscribers("room") == 1);
            assertThat(new ChannelBroadcasters(server.channels(), framework.getAtmosphereConfig())
                            .get("room")
                            .broadcast("hello"))
                    .isDone();
            assertThat(events.next()).endsWith("'offset':1,'data':'hello'}}");
        }
    }
}
