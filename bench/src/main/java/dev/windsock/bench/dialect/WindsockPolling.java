package dev.windsock.bench.dialect;

import dev.windsock.bench.load.Conversation;
import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.LoadException;
import dev.windsock.bench.load.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Polls of Windsock: each states the positions that the answers so far have brought. */
final class WindsockPolling implements Conversation {
    private static final String WAIT_MILLIS = "25000";
    private static final Pattern SUBSCRIBED =
            Pattern.compile("\"(bench\\d+)\":(\\{\"epoch\":\"[^\"]+\",\"offset\":\\d+)");
    private static final Pattern PUBLICATION =
            Pattern.compile("\\{\"publication\":\\{\"channel\":\"(bench\\d+)\",(\"epoch\":\"[^\"]+\",\"offset\":\\d+)");

    private final List<String> channels;
    private final Map<String, String> positions = new HashMap<>();
    private final int port;

    WindsockPolling(List<String> channels, Function<String, String> position, int port) {
        this.channels = channels;
        this.port = port;
        channels.forEach(channel -> positions.put(channel, position.apply(channel)));
    }

    @Override
    public void opened(Wire wire) throws IOException {
        poll(wire);
    }

    private void poll(Wire wire) throws IOException {
        StringBuilder body = new StringBuilder("{\"id\":1,\"connect\":{\"transport\":\"polling\",\"wait\":")
                .append(WAIT_MILLIS)
                .append(",\"channels\":{");
        for (String channel : channels) {
            body.append('"')
                    .append(channel)
                    .append("\":")
                    .append(positions.get(channel))
                    .append(',');
        }
        body.setLength(body.length() - 1);
        byte[] request = Dialect.post(
                "/windsock", "application/x-ndjson", body.append("}}}").toString(), port);
        wire.send(new String(request, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void heard(String text, Wire wire) throws IOException {
        if (!text.startsWith("HTTP/1.1 200 ") || text.contains("\"gap\"") || text.contains("\"error\"")) {
            throw new LoadException("a poll was answered with " + text);
        }
        Matcher publication = PUBLICATION.matcher(text);
        boolean news = false;
        while (publication.find()) {
            news = true;
            positions.put(publication.group(1), "{" + publication.group(2) + "}");
        }
        if (!news) {
            Matcher subscribed = SUBSCRIBED.matcher(text);
            while (subscribed.find()) {
                positions.put(subscribed.group(1), subscribed.group(2) + "}");
            }
        }
        wire.ready();
        poll(wire);
    }
}
