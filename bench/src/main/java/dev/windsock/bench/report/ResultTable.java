package dev.windsock.bench.report;

import dev.windsock.bench.measure.Column;
import dev.windsock.bench.measure.Column.Shown;
import dev.windsock.bench.measure.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the table of a measurement's results. */
final class ResultTable {
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
                headings.add("to the first");
            }
        }
        Table table = new Table(headings);
        results.rows().forEach(row -> table.row(cells(row)));
        return table;
    }

    /** Returns what tables and plots call a row. */
    static String label(Row row, Map<String, String> labels) {
        String label = labels.getOrDefault(row.contestant(), row.contestant());
        return row.variant().isEmpty() ? label : label + ", " + row.variant();
    }

    private List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(List.of(label(row, labels)));
        for (Column column : results.measurement().columns()) {
            Spread spread = results.spread(row, column);
            switch (column.shown()) {
                case MEDIAN -> cells.add(number(spread.median(), column));
                case HIGHEST -> cells.add(number(spread.highest(), column));
                case RANGE_AND_RATIO -> {
                    cells.add(range(spread, column));
                    cells.add(ratio(spread, column));
                }
            }
        }
        return cells;
    }

    private String ratio(Spread spread, Column column) {
        double first = results.spread(results.rows().getFirst(), column).median();
        return String.format(Locale.ROOT, "%.2f", spread.median() / first);
    }

    private static String range(Spread spread, Column column) {
        String median = number(spread.median(), column);
        if (spread.lowest() == spread.highest()) {
            return median;
        }
        return median + " (" + number(spread.lowest(), column) + "–" + number(spread.highest(), column) + ")";
    }

    private static String number(double value, Column column) {
        return String.format(Locale.ROOT, "%,." + column.decimals() + "f", value);
    }
}
