package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.Rules;
import dev.windsock.protocol.TransportName;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The network 127.0.1.0/24 is offered SSE only, 127.0.2.0/24 polling only, and 203.0.113.0/24 WebSocket only, which is behind
 * the proxy at 127.0.3.1.
 */
@Timeout(60)
class OfferedTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        TransportOptions options = TransportOptions.defaults()
                .withNetworks(Networks.of(List.of(
                        new Networks.Rule(List.of("127.0.1.0/24"), Set.of(TransportName.SSE)),
                        new Networks.Rule(List.of("127.0.2.0/24"), Set.of(TransportName.POLLING)),
                        new Networks.Rule(List.of("203.0.113.0/24"), Set.of(TransportName.WEBSOCKET)))))
                .withProxies(Proxies.trusted(List.of("127.0.3.1"), Proxies.Header.X_FORWARDED_FOR));
        server = new TestServer(options, Rules.defaults());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
    }

    private static HttpResponse<String> send(String source, HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(source))
                .build()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static HttpRequest asking(String transport) {
        return switch (transport) {
            case "sse" -> server.request("/windsock?channel=none%20such").build();
            case "stream" ->
                server.post("/windsock", "{'id':1,'connect':{'client':'me','transport':'sse'}}\n{'disconnect':{}}");
            case "polling" -> server.post("/windsock", "{'id':1,'connect':{'client':'me'}}");
            case "control" -> server.post("/windsock", "{'id':1,'connect':{'transport':'polling','wait':0}}");
            case "atmosphere-sse" ->
                server.request("/atmosphere/a?X-Atmosphere-Transport=sse").build();
            default ->
                server.request("/atmosphere/a?X-Atmosphere-Transport=long-polling&X-atmo-protocol=true")
                        .build();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.1.5, polling, 403",
        "127.0.1.5, atmosphere-polling, 403",
        "127.0.1.5, stream, 200",
        "127.0.2.5, stream, 403",
        "127.0.2.5, atmosphere-sse, 403",
        "127.0.2.5, polling, 200",
        "127.0.2.5, atmosphere-polling, 200",
        "127.0.3.1, stream, 200",
        "127.0.3.1, polling, 200"
    })
    void aTransportIsServedWhereItIsOffered(String source, String transport, int status) throws Exception {
        HttpResponse<String> response = send(source, asking(transport));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body().contains("/problems/transport-not-offered")).isEqualTo(status == 403);
    }

    @Test
    void theControlRequestIsAnsweredToAllAndTellsWhatIsOffered() throws Exception {
        assertThat(send("127.0.1.5", asking("control")).body()).contains("\"transports\":[\"sse\"]");
        assertThat(send("127.0.2.5", asking("control")).body()).contains("\"transports\":[\"polling\"]");
        assertThat(send("127.0.4.5", asking("control")).body())
                .contains("\"connect\"")
                .doesNotContain("transports");
    }

    @ParameterizedTest
    @CsvSource({"127.0.1.5, 403", "127.0.2.5, 403", "127.0.4.5, 101"})
    void anUpgradeIsRefusedBeforeItIsMade(String source, int status) throws Exception {
        assertThat(Upgrades.status(server.port(), source, "/windsock", "")).isEqualTo(status);
        assertThat(Upgrades.status(server.port(), source, "/atmosphere/a", "")).isEqualTo(status);
    }

    @Test
    void theClientOfATrustedProxyIsWhereTheProxySays() throws Exception {
        HttpRequest forwarded = server.post("/windsock", "{'id':1,'connect':{'client':'me'}}");
        HttpRequest request = HttpRequest.newBuilder(forwarded, (name, value) -> true)
                .header("X-Forwarded-For", "203.0.113.9")
                .build();

        assertThat(send("127.0.3.1", request).body()).contains("offered: websocket");
        assertThat(send("127.0.3.2", request).statusCode()).isEqualTo(200);
        assertThat(Upgrades.status(server.port(), "127.0.3.1", "/windsock", "X-Forwarded-For: 203.0.113.9\r\n"))
                .isEqualTo(101);
        assertThat(Upgrades.status(server.port(), "127.0.1.5", "/windsock", "X-Forwarded-For: 203.0.113.9\r\n"))
                .isEqualTo(403);
    }

    @Test
    void theNameOfTheNetworkIsThatOfTheClientBehindTheProxy() throws Exception {
        HttpRequest own = asking("control");
        HttpRequest forwarded = HttpRequest.newBuilder(own, (name, value) -> true)
                .header("X-Forwarded-For", "127.0.4.5")
                .build();

        assertThat(network(send("127.0.3.1", forwarded))).isEqualTo(network(send("127.0.4.9", own)));
        assertThat(network(send("127.0.3.2", forwarded))).isNotEqualTo(network(send("127.0.4.9", own)));
    }

    private static String network(HttpResponse<String> response) {
        return response.body().replaceAll("(?s).*\"network\":\"([^\"]*)\".*", "$1");
    }
}
