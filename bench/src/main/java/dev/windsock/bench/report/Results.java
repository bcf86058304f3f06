package dev.windsock.bench.report;

import dev.windsock.bench.measure.Column;
import dev.windsock.bench.measure.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of one measurement: for each contestant, one set for each round. */
public final class Results {
    private final Measurement measurement;
    private final Map<String, List<Map<String, Double>>> rounds = new LinkedHashMap<>();

    /** Creates an empty one. */
    public Results(Measurement measurement) {
        this.measurement = measurement;
    }

    /** Adds the figures of one round of a contestant. */
    public void add(String contestant, Map<String, Double> figures) {
        rounds.computeIfAbsent(contestant, id -> new ArrayList<>()).add(figures);
    }

    /** Returns the measurement. */
    public Measurement measurement() {
        return measurement;
    }

    List<String> contestants() {
        return List.copyOf(rounds.keySet());
    }

    List<Map<String, Double>> rounds(String contestant) {
        return rounds.getOrDefault(contestant, List.of());
    }

    Spread spread(String contestant, Column column) {
        return Spread.of(rounds(contestant).stream()
                .mapToDouble(figures -> figures.getOrDefault(column.key(), Double.NaN))
                .toArray());
    }

    /** Returns one contestant's median divided by another's; empty where one of them did not take part. */
    OptionalDouble ratio(String contestant, String other, Column column) {
        if (!rounds.containsKey(contestant) || !rounds.containsKey(other)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                spread(contestant, column).median() / spread(other, column).median());
    }
}
