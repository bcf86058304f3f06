package dev.windsock.bench.report;

import dev.windsock.bench.measure.Column;
import dev.windsock.bench.measure.Measurement;
import dev.windsock.bench.measure.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of one measurement: for each contestant, one set for each round. */
public final class Results {
    private final Measurement measurement;
    private final Map<String, List<Map<String, Double>>> rounds = new LinkedHashMap<>();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** Creates an empty one. */
    public Results(Measurement measurement) {
        this.measurement = measurement;
    }

    /** Adds the figures of one round of a row. */
    public void add(Row row, Map<String, Double> figures) {
        rows.put(row.key(), row);
        rounds.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(figures);
    }

    /** Adds what went wrong in a round of a row. */
    public void failed(Row row, String message) {
        failures.add(row.key() + ": " + message.lines().findFirst().orElse(""));
    }

    /** Returns what went wrong. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Returns the measurement. */
    public Measurement measurement() {
        return measurement;
    }

    /** Returns the rows that have figures, in their order. */
    public List<Row> rows() {
        return List.copyOf(rows.values());
    }

    /** Returns how many rounds there were. */
    int rounds() {
        return rounds.values().stream().mapToInt(List::size).max().orElse(0);
    }

    List<Map<String, Double>> rounds(Row row) {
        return rounds.getOrDefault(row.key(), List.of());
    }

    Spread spread(Row row, Column column) {
        return Spread.of(rounds(row).stream()
                .mapToDouble(figures -> figures.getOrDefault(column.key(), Double.NaN))
                .toArray());
    }

    /** Returns the median of a figure of a row; empty where it did not take part. */
    public OptionalDouble median(String key, String figure) {
        double[] values = rounds.getOrDefault(key, List.of()).stream()
                .filter(figures -> figures.containsKey(figure))
                .mapToDouble(figures -> figures.getOrDefault(figure, Double.NaN))
                .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Spread.of(values).median());
    }
}
