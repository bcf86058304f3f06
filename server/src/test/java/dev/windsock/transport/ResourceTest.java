package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.cpr.AtmosphereFramework;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.cpr.AtmosphereResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections as Atmosphere sees them. */
class ResourceTest {
    private final TestServer server = new TestServer(Duration.ofSeconds(25));
    private final AtmosphereConfig atmosphere = new AtmosphereFramework(false, false).getAtmosphereConfig();

    @AfterEach
    void stop() throws Exception {
        server.close();
        atmosphere.framework().destroy();
    }

    @Test
    void atmosphereWritesToAWebSocketAndClosesIt() throws Exception {
        try (TestWebSocket socket = subscribed()) {
            AtmosphereResource resource = resource();
            assertThat(resource.transport()).isEqualTo(AtmosphereResource.TRANSPORT.WEBSOCKET);
            resource.write("a text");
            // RFC 6455 section 5.2: a whole text of 6 bytes.
            socket.await("\u0081\u0006a text");
            resource.write(new byte[] {'b', 'y', 't', 'e', 's'});
            socket.await("\u0081\u0005bytes");
            resource.close();
            // Section 7.4.1: 1011, an end by the server.
            socket.await("\u0003\u00f3Closed by the server");
        }
        await().until(() -> server.subscribers("room") == 0);
    }

    @Test
    void keepsOfItsRequestWhatItsLifeNeeds() throws Exception {
        try (TestWebSocket socket = subscribed()) {
            AtmosphereResource resource = resource();
            AtmosphereRequest request = resource.getRequest();
            assertThat(Collections.list(request.getAttributeNames())).isEmpty();
            assertThat(request.getAttribute(BridgeRequest.CARRIER)).isSameAs(Bridge.carrier(resource));
        }
        await().until(() -> server.subscribers("room") == 0);
    }

    @Test
    void eachHasAnIdOfItsOwn() throws Exception {
        try (TestWebSocket first = subscribed();
                TestWebSocket second = subscribed()) {
            await().until(() -> server.subscribers("room") == 2);
            assertThat(resources())
                    .extracting(AtmosphereResource::uuid)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
        await().until(() -> server.subscribers("room") == 0);
    }

    @Test
    void aStreamIsOneToo() throws Exception {
        try (Events events =
                new Events(server, server.request("/windsock?channel=room").build())) {
            events.next();
            await().until(() -> server.subscribers("room") == 1);
            AtmosphereResource resource = resource();
            assertThat(resource.transport()).isEqualTo(AtmosphereResource.TRANSPORT.SSE);
            assertThat(resource.isSuspended()).isTrue();
            assertThat(resource.getRequest().getHeader("Connection")).isNull();
        }
        await().until(() -> server.subscribers("room") == 0);
    }

    private TestWebSocket subscribed() throws Exception {
        TestWebSocket socket = new TestWebSocket(server);
        socket.write(TestWebSocket.frame("{'id':1,'connect':{'channels':{'room':null}}}"));
        socket.await("\"offset\":0");
        return socket;
    }

    /** That of the only subscriber. */
    private AtmosphereResource resource() {
        await().until(() -> server.subscribers("room") == 1);
        return resources().iterator().next();
    }

    private Collection<AtmosphereResource> resources() {
        return new ChannelBroadcasters(server.channels(), atmosphere)
                .get("room")
                .getAtmosphereResources();
    }
}
