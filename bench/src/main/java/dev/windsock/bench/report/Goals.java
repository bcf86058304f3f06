package dev.windsock.bench.report;

import dev.windsock.bench.measure.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What Windsock is to reach, and what it did. */
final class Goals {
    private static final String WINDSOCK = "windsock";

    private Goals() {}

    /** Returns a line for each goal that these results tell of. */
    static List<String> lines(Results results) {
        return switch (results.measurement().id()) {
            case "fanout" ->
                present(
                        atMost(results, "cpu_us_per_delivery", "floor", 1.2),
                        atMost(results, "cpu_us_per_delivery", "nchan", 1),
                        atMost(results, "cpu_us_per_delivery", "ws", 1));
            case "flood" -> present(atLeastHalfOfJoint(results));
            case "memory" -> present(idleMemory(results));
            default -> List.of();
        };
    }

    private static String atMost(Results results, String key, String other, double limit) {
        OptionalDouble ratio = results.ratio(WINDSOCK, other, column(results, key));
        return ratio.isEmpty()
                ? ""
                : line("CPU per delivery, Windsock to " + other, ratio.getAsDouble(), "at most " + limit, limit);
    }

    private static String atLeastHalfOfJoint(Results results) {
        OptionalDouble ratio = results.ratio("joint", WINDSOCK, column(results, "deliveries_per_second"));
        return ratio.isEmpty()
                ? ""
                : line("deliveries/s, joint bare loop to Windsock", ratio.getAsDouble(), "at most 2", 2);
    }

    private static String idleMemory(Results results) {
        if (!results.contestants().contains(WINDSOCK)) {
            return "";
        }
        Column column = column(results, "resident_bytes_per_connection");
        double bytes = results.spread(WINDSOCK, column).median();
        return line("resident bytes per idle connection", bytes, "at most 10000, aim 8000", 10_000);
    }

    private static String line(String what, double value, String limitInWords, double limit) {
        String verdict = value <= limit ? "reached" : "NOT reached";
        return String.format(Locale.ROOT, "%s: %.2f (%s): %s", what, value, limitInWords, verdict);
    }

    private static Column column(Results results, String key) {
        return results.measurement().columns().stream()
                .filter(column -> column.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> present(String... lines) {
        List<String> present = new ArrayList<>(List.of(lines));
        present.removeIf(String::isEmpty);
        return present;
    }
}
