package dev.windsock.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What channels hold, read page by page. Each message is text, {@code <writer>-<number>}. */
final class ReadBack {

    private final Map<String, String> places = new HashMap<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> disordered = new ArrayList<>();

    /** Reads all of a channel. */
    void read(int port, String channel) throws IOException {
        Map<String, Long> last = new HashMap<>();
        String since = "";
        boolean more = true;
        try (HttpConnection http = new HttpConnection(port)) {
            while (more) {
                http.send(
                        "GET /api/v1/channels/" + channel + "/messages?limit=1000" + since + " HTTP/1.1",
                        List.of(),
                        "");
                HttpConnection.Head head = http.readHead();
                String body = http.readBody(head);
                if (head.status() != 200) {
                    throw new IOException(head + " " + body);
                }
                JsonNode page = Template.parse(body);
                for (JsonNode publication : page.path("publications")) {
                    String place = publication.path("epoch").asText()
                            + ':'
                            + publication.path("offset").asText();
                    note(publication.path("data").asText(), channel + ' ' + place, last);
                    since = "&since=" + place;
                }
                more = page.path("more").asBoolean();
            }
        }
    }

    private void note(String text, String place, Map<String, Long> last) {
        if (places.put(text, place) != null) {
            twice.add(text);
        }
        int dash = text.indexOf('-');
        long number = Long.parseLong(text.substring(dash + 1));
        Long before = last.put(text.substring(0, dash), number);
        if (before != null && before >= number) {
            disordered.add(text);
        }
    }

    Map<String, String> places() {
        return places;
    }

    List<String> twice() {
        return twice;
    }

    List<String> disordered() {
        return disordered;
    }
}
