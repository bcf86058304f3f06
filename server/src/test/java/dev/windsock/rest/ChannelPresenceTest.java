package dev.windsock.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.windsock.protocol.Member;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChannelPresenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RestServer server;

    @BeforeAll
    static void start() {
        server = new RestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return server.method("GET", "/api/v1/channels/" + path);
    }

    @Test
    void tellsWhoIsThereAndHowMany() throws Exception {
        server.presence.followed("here:room", new Member("m1", "Ann", new byte[] {'7'}));
        server.presence.followed("here:room", new Member("m2", null, null));

        HttpResponse<String> answer = get("here:room/presence");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonNode page = JSON.readTree(answer.body());
        assertThat(page.get("channel").asText()).isEqualTo("here:room");
        assertThat(page.get("offset").asInt()).isEqualTo(2);
        assertThat(page.get("count").asInt()).isEqualTo(2);
        assertThat(page.get("members"))
                .hasToString("[{\"member\":\"m1\",\"user\":\"Ann\",\"data\":7},{\"member\":\"m2\"}]");
        assertThat(JSON.readTree(get("here:room").body()).get("present").asInt())
                .isEqualTo(2);
    }

    @Test
    void tellsNobodyWhereNobodyIs() throws Exception {
        server.post("/api/v1/channels/here:empty/messages", null, "1");
        JsonNode page = JSON.readTree(get("here:empty/presence").body());
        assertThat(page.get("count").asInt()).isZero();
        assertThat(page.get("members")).isEmpty();
    }

    @Test
    void makesNoChannel() throws Exception {
        HttpResponse<String> answer = get("here:unused/presence");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).get("type").asText()).endsWith("/problems/not-found");
        assertThat(server.channels.find("here:unused")).isNull();
    }

    @Test
    void isNotFoundWhereTheRulesHaveItOff() throws Exception {
        HttpResponse<String> answer = get("plain/presence");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).get("type").asText()).endsWith("/problems/no-presence");
        server.post("/api/v1/channels/plain/messages", null, "1");
        assertThat(JSON.readTree(get("plain").body()).has("present")).isFalse();
    }

    @Test
    void refusesWhatIsNoChannel() throws Exception {
        assertThat(get("no%20name/presence").statusCode()).isEqualTo(400);
        assertThat(get("here:room/presence?x=1").statusCode()).isEqualTo(400);
    }
}
