package dev.windsock.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;

/** Publishes by a WebSocket with numbers, several at once, always as the same client. */
final class NumberedWriter implements PublishLoad.Writer {

    private static final int WINDOW = 20;

    private final String channel;
    private final String name;
    private final PublishLoad load;

    private final SortedSet<Long> unanswered = new TreeSet<>();
    private long next = 1;

    NumberedWriter(String channel, String name, PublishLoad load) {
        this.channel = channel;
        this.name = name;
        this.load = load;
    }

    @Override
    public void round(int port) throws IOException {
        try (WebSocketConnection socket = new WebSocketConnection(port, "/windsock")) {
            socket.send("{\"id\":1,\"connect\":{\"client\":\"" + name + "\"}}");
            socket.readLine();
            for (int window = 0; window < 10; window++) {
                publish(socket);
            }
        }
    }

    /** What has no answer is sent again in its order, before anything newer. Answers may come in any order. */
    private void publish(WebSocketConnection socket) throws IOException {
        while (unanswered.size() < WINDOW) {
            unanswered.add(next++);
        }
        for (long number : unanswered) {
            socket.send("{\"id\":%d,\"publish\":{\"channel\":\"%s\",\"number\":%d,\"data\":\"%s-%d\"}}"
                    .formatted(number + 1, channel, number, name, number));
        }
        while (!unanswered.isEmpty()) {
            JsonNode reply = Template.parse(socket.readLine());
            long number = reply.path("id").asLong() - 1;
            JsonNode answer = reply.path("publish");
            if (!answer.has("offset") || !unanswered.remove(number)) {
                throw new IllegalStateException("Number " + number + " was answered by " + reply);
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
}
