package dev.windsock.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What Windsock is to reach, and what it did. */
final class Goals {
    private static final String WINDSOCK = "windsock";
    private static final String CPU = "cpu_us_per_delivery";
    private static final String RESIDENT = "resident_bytes_per_connection";
    private static final List<String> PEERS = List.of("nchan", "mosquitto", "ws", "socketio", "cometd");
    private static final List<String> PEERS_NOT_IN_C = List.of("ws", "socketio", "cometd");

    private final Results results;
    private final List<String> lines = new ArrayList<>();

    private Goals(Results results) {
        this.results = results;
    }

    /** Returns a line for each turn that failed, and for each goal that these results tell of. */
    static List<String> lines(Results results) {
        Goals goals = new Goals(results);
        results.failures().forEach(failure -> goals.lines.add("failed: " + failure));
        goals.fill();
        return goals.lines;
    }

    private void fill() {
        switch (results.measurement().id()) {
            case "fanout" -> {
                ratio("CPU per delivery to the bare loop's", WINDSOCK, "floor", CPU, 1.15);
                below("CPU per delivery", WINDSOCK, CPU, PEERS);
            }
            case "sse" -> overTransport("SSE");
            case "polling" -> overTransport("long polling");
            case "deflate" ->
                ratio(
                        "CPU per delivery to the uncompressed",
                        WINDSOCK + ", compressed WebSocket",
                        WINDSOCK + ", WebSocket",
                        CPU,
                        1.3);
            case "flood" -> {
                flood();
                limit("latency p99 in µs", WINDSOCK, "latency_p99_us", 100_000);
            }
            case "flood10k" -> flood();
            case "channels" -> channels();
            case "chat" -> below("latency p99", WINDSOCK, "latency_p99_us", PEERS);
            case "latency" -> {
                below("latency p99.9", WINDSOCK, "latency_p999_us", PEERS);
                limit("longest latency in µs", WINDSOCK, "latency_max_us", 20_000);
            }
            case "memory" -> {
                limit("resident bytes per idle connection", WINDSOCK, RESIDENT, 8_000);
                below("resident bytes per idle connection", WINDSOCK, RESIDENT, PEERS_NOT_IN_C);
            }
            case "idle" -> idle();
            case "storm" -> below("CPU per client", WINDSOCK, "cpu_us_per_client", PEERS_NOT_IN_C);
            case "start" -> {
                limit("ms to the first message", WINDSOCK, "first_message_ms", 600);
                limit("resident MB at rest", WINDSOCK, "resident_mb", 60);
            }
            case "growth" -> growth();
            default -> {}
        }
    }

    private void flood() {
        ratio("deliveries/s of the joint bare loop to Windsock's", "joint", WINDSOCK, "deliveries_per_second", 1 / 0.7);
    }

    private void overTransport(String transport) {
        String row = WINDSOCK + ", " + transport;
        ratio("CPU per delivery to that over WebSocket", row, WINDSOCK + ", WebSocket", CPU, 1.2);
        below("CPU per delivery", row, CPU, withVariant(PEERS, transport));
    }

    private void channels() {
        List<String> peers = new ArrayList<>(withVariant(PEERS, "by REST"));
        peers.addAll(withVariant(PEERS, "by WebSocket"));
        below("CPU per publish by REST", WINDSOCK + ", by REST", CPU, peers);
        below("CPU per publish by WebSocket", WINDSOCK + ", by WebSocket", CPU, peers);
        below("CPU per publish by batch", WINDSOCK + ", by batches of 100", CPU, peers);
        atLeast(
                "publishes/s by batch",
                WINDSOCK + ", by batches of 100 as fast as possible",
                "deliveries_per_second",
                100_000);
    }

    private void idle() {
        for (String transport : List.of("WebSocket", "SSE", "long polling")) {
            String row = WINDSOCK + ", " + transport + ", ";
            limit("resident bytes per idle connection on " + transport, row + "1 channel", RESIDENT, 8_000);
            OptionalDouble one = results.median(row + "1 channel", RESIDENT);
            OptionalDouble ten = results.median(row + "10 channels", RESIDENT);
            if (one.isPresent() && ten.isPresent()) {
                double more = (ten.getAsDouble() - one.getAsDouble()) / 9;
                line("bytes per further channel on " + transport, more, 200);
            }
        }
    }

    private void growth() {
        ratio(
                "CPU per delivery, 10,000 subscribers to 100",
                WINDSOCK + ", 10,000 subscribers",
                WINDSOCK + ", 100 subscribers",
                CPU,
                1.2);
        ratio(
                "CPU per delivery, 100,000 channels to 1,000",
                WINDSOCK + ", 100,000 channels",
                WINDSOCK + ", 1,000 channels",
                CPU,
                1.2);
    }

    private static List<String> withVariant(List<String> contestants, String variant) {
        return contestants.stream()
                .map(contestant -> contestant + ", " + variant)
                .toList();
    }

    private void ratio(String what, String row, String other, String figure, double limit) {
        OptionalDouble ours = results.median(row, figure);
        OptionalDouble theirs = results.median(other, figure);
        if (ours.isPresent() && theirs.isPresent()) {
            line(what, ours.getAsDouble() / theirs.getAsDouble(), limit);
        }
    }

    private void below(String what, String row, String figure, List<String> others) {
        for (String other : others) {
            ratio(what + ", to " + other, row, other, figure, 1);
        }
    }

    private void limit(String what, String row, String figure, double limit) {
        results.median(row, figure).ifPresent(value -> line(what, value, limit));
    }

    private void atLeast(String what, String row, String figure, double limit) {
        results.median(row, figure).ifPresent(value -> line(what, value, "at least", limit, value >= limit));
    }

    private void line(String what, double value, double limit) {
        line(what, value, "at most", limit, value <= limit);
    }

    private void line(String what, double value, String bound, double limit, boolean reached) {
        String form = limit < 100 ? "%s: %,.2f (%s %,.2f): %s" : "%s: %,.0f (%s %,.0f): %s";
        lines.add(String.format(Locale.ROOT, form, what, value, bound, limit, reached ? "reached" : "**not reached**"));
    }
}
