package dev.windsock.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Looks at caches, headers and the clock: two answers of the server to one question. */
final class EchoCheck {
    private static final double TIMEOUT = 5_000;
    private static final long CLOCK_MILLIS = 60_000;
    private static final List<String> NAMES = List.of("Idempotency-Key", "If-Match", "Last-Event-ID");
    private static final Map<String, String> SENT = Map.of(
            NAMES.get(0), "doctor",
            NAMES.get(1), "\"doctor:1\"",
            NAMES.get(2), "doctor:1");

    private EchoCheck() {}

    static List<Outcome> make(Web web, Target target) throws InterruptedException {
        URI url = URI.create(target.echo() + "?n=" + Bodies.randomName());
        Web.Ask ask = new Web.Ask("GET", null, SENT, TIMEOUT);
        long before = System.currentTimeMillis();
        Answer first = web.persistent(url, ask);
        long after = System.currentTimeMillis();
        JsonNode echo = echo(first);
        if (echo.isMissingNode()) {
            Found unknown = Found.of("unknown", "status", first.shown());
            return Stream.of("cache", "headers", "clock")
                    .map(check -> new Outcome(check, unknown, first.evidence()))
                    .toList();
        }
        Answer second = web.persistent(url, ask);
        Answer deleted = web.request(url, new Web.Ask("DELETE", null, Map.of(), TIMEOUT));
        if (echo.hasNonNull("via")) {
            web.named(echo.path("via").asText());
        }
        long time = echo.path("time").asLong();
        return List.of(
                new Outcome("cache", cache(echo, second), second.evidence()),
                new Outcome("headers", headers(echo, deleted), headerEvidence(echo, deleted)),
                new Outcome(
                        "clock",
                        clock(time, before, after),
                        List.of("Server: " + Instant.ofEpochMilli(time), "Here: " + Instant.ofEpochMilli(after))));
    }

    private static JsonNode echo(Answer answer) {
        JsonNode echo = answer.isOk() ? Answer.json(answer.text()) : Answer.json("");
        return echo.path("nonce").isTextual() ? echo : echo.path("nonce").path("missing");
    }

    private static Found cache(JsonNode first, Answer answer) {
        JsonNode second = echo(answer);
        if (second.isMissingNode()) {
            return Found.of("unknown", "status", answer.shown());
        }
        return Found.of(second.path("nonce").equals(first.path("nonce")) ? "kept" : "works");
    }

    private static List<String> arrived(JsonNode echo) {
        return StreamSupport.stream(echo.path("headers").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Found headers(JsonNode echo, Answer deleted) {
        TreeSet<String> arrived = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        arrived.addAll(arrived(echo));
        List<String> lost = new ArrayList<>(NAMES.stream()
                .filter(name -> !arrived.contains(name))
                .map(name -> "the header " + name)
                .toList());
        if (!deleted.isOk()) {
            lost.add("the method DELETE");
        }
        return lost.isEmpty() ? Found.of("works") : Found.of("stripped", "names", String.join(", ", lost));
    }

    private static List<String> headerEvidence(JsonNode echo, Answer deleted) {
        List<String> arrived = arrived(echo);
        String via = echo.hasNonNull("via") ? ", with Via: " + echo.path("via").asText() : "";
        List<String> lines = new ArrayList<>();
        lines.add("Sent: " + String.join(", ", NAMES));
        lines.add("Arrived: " + (arrived.isEmpty() ? "none of these" : String.join(", ", arrived)));
        lines.add("The request came to the server by " + echo.path("protocol").asText() + via);
        lines.addAll(deleted.evidence());
        return lines;
    }

    /** The server's time must lie where the request was under way, or near. */
    static Found clock(long server, long before, long after) {
        long by = Math.max(0, Math.max(before - server, server - after));
        return by > CLOCK_MILLIS ? Found.of("wrong", "by", (double) by) : Found.of("works");
    }
}
