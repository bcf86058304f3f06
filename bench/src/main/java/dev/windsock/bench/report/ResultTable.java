package dev.windsock.bench.report;

import dev.windsock.bench.measure.Column;
import dev.windsock.bench.measure.Column.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Makes the table of a measurement's results. */
final class ResultTable {
    private static final String WINDSOCK = "windsock";

    private final Results results;
    private final Map<String, String> labels;

    ResultTable(Results results, Map<String, String> labels) {
        this.results = results;
        this.labels = labels;
    }

    Table table() {
        List<String> headings = new ArrayList<>(List.of("server"));
        for (Column column : results.measurement().columns()) {
            headings.add(column.heading());
            if (column.shown() == Shown.RANGE_AND_RATIO) {
                headings.add("to Windsock");
            }
        }
        Table table = new Table(headings);
        results.contestants().forEach(contestant -> table.row(row(contestant)));
        return table;
    }

    private List<String> row(String contestant) {
        List<String> cells = new ArrayList<>(List.of(labels.getOrDefault(contestant, contestant)));
        for (Column column : results.measurement().columns()) {
            Spread spread = results.spread(contestant, column);
            switch (column.shown()) {
                case MEDIAN -> cells.add(number(spread.median(), column));
                case HIGHEST -> cells.add(number(spread.highest(), column));
                case RANGE_AND_RATIO -> {
                    cells.add(range(spread, column));
                    cells.add(ratio(results.ratio(contestant, WINDSOCK, column)));
                }
            }
        }
        return cells;
    }

    private static String range(Spread spread, Column column) {
        String median = number(spread.median(), column);
        if (spread.lowest() == spread.highest()) {
            return median;
        }
        return median + " (" + number(spread.lowest(), column) + "–" + number(spread.highest(), column) + ")";
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "";
    }

    private static String number(double value, Column column) {
        return String.format(Locale.ROOT, "%,." + column.decimals() + "f", value);
    }
}
