package dev.windsock.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** Publishes by REST with an idempotency key: one message a request, or many. */
final class KeyedWriter implements PublishLoad.Writer {

    private final String channel;
    private final String name;
    private final int size;
    private final PublishLoad load;
    private long next = 1;

    KeyedWriter(String channel, String name, int size, PublishLoad load) {
        this.channel = channel;
        this.name = name;
        this.size = size;
        this.load = load;
    }

    @Override
    public void round(int port) throws IOException {
        try (HttpConnection http = new HttpConnection(port)) {
            for (int request = 0; request < 10; request++) {
                publish(http, next);
                next += size;
            }
        }
    }

    private void publish(HttpConnection http, long first) throws IOException {
        List<String> fields = List.of("Content-Type: application/json", "Idempotency-Key: " + name + "-" + first);
        if (size == 1) {
            http.send("POST /api/v1/channels/" + channel + "/messages HTTP/1.1", fields, quoted(first));
            answer(first, answerOf(http));
        } else {
            http.send("POST /api/v1/messages HTTP/1.1", fields, batch(first));
            JsonNode results = answerOf(http).path("results");
            for (int i = 0; i < size; i++) {
                answer(first + i, results.path(i).path("publications").path(0));
            }
        }
    }

    private String quoted(long number) {
        return '"' + name + '-' + number + '"';
    }

    private String batch(long first) {
        StringBuilder items = new StringBuilder("{\"messages\":[");
        for (int i = 0; i < size; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"channel\":\"")
                    .append(channel)
                    .append("\",\"data\":")
                    .append(quoted(first + i))
                    .append('}');
        }
        return items.append("]}").toString();
    }

    private static JsonNode answerOf(HttpConnection http) throws IOException {
        HttpConnection.Head head = http.readHead();
        String body = http.readBody(head);
        if (head.status() / 100 != 2) {
            throw new IllegalStateException(head + " " + body);
        }
        return Template.parse(body);
    }

    private void answer(long number, JsonNode answer) {
        if (!answer.has("offset")) {
            throw new IllegalStateException("Refused: " + answer);
        }
        load.answer(
                name + '-' + number,
                channel
                        + ' '
                        + answer.path("epoch").asText()
                        + ':'
                        + answer.path("offset").asText());
    }
}
