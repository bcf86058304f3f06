package dev.windsock.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of text, for a terminal and for Markdown; the first column is flush left, the others flush right. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    String text() {
        return rows.stream().map(this::aligned).collect(Collectors.joining("\n"));
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        lines.add(1, "|---|" + "---:|".repeat(rows.getFirst().size() - 1));
        return String.join("\n", lines);
    }

    private String aligned(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? cell + padding : "  " + padding + cell);
        }
        return line.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
