package dev.windsock.bench.report;

import dev.windsock.bench.measure.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All results of a run with the machine, as text, JSON and pieces of Markdown. */
public final class Report {
    private final Map<String, String> machine;
    private final Map<String, String> labels;
    private final String command;
    private final List<Results> all;

    /**
     * Creates one.
     *
     * @param command the command line of the run
     * @param machine from {@link Machine}
     * @param labels the contestants' labels by their ids
     * @param all the results
     */
    public Report(String command, Map<String, String> machine, Map<String, String> labels, List<Results> all) {
        this.command = command;
        this.machine = new LinkedHashMap<>(machine);
        this.labels = Map.copyOf(labels);
        this.all = List.copyOf(all);
    }

    /** Returns what a terminal shows. */
    public String text() {
        List<String> lines = new ArrayList<>();
        machine.forEach((name, value) -> lines.add(name + ": " + value));
        for (Results results : all) {
            lines.add("");
            lines.add(results.measurement().title());
            lines.add(new ResultTable(results, labels).table().text());
            lines.addAll(Goals.lines(results));
        }
        return String.join("\n", lines);
    }

    /** Returns everything for each measurement, by its id, with the figures of each round. */
    public Map<String, String> json() {
        Map<String, String> pieces = new LinkedHashMap<>();
        for (Results results : all) {
            Map<String, Object> rounds = new LinkedHashMap<>();
            results.rows().forEach(row -> rounds.put(row.key(), results.rounds(row)));
            Map<String, Object> piece = new LinkedHashMap<>();
            piece.put("title", title(results));
            piece.put("command", command);
            piece.put("machine", machine);
            piece.put("rounds", rounds);
            piece.put("failures", results.failures());
            pieces.put(results.measurement().id(), Json.of(piece) + "\n");
        }
        return pieces;
    }

    /** Returns a piece of Markdown for each measurement, by its id: plot, table, goals, command and machine. */
    public Map<String, String> markdown() {
        Map<String, String> pieces = new LinkedHashMap<>();
        for (Results results : all) {
            String id = results.measurement().id();
            String goals = Goals.lines(results).stream()
                    .map(line -> "- " + line + "\n")
                    .collect(Collectors.joining());
            String table = new ResultTable(results, labels).table().markdown();
            pieces.put(
                    id,
                    title(results) + "\n\n![" + heading(results) + "](benchmarks/" + id + ".svg)\n\n" + table + "\n\n"
                            + goals + (goals.isEmpty() ? "" : "\n") + "`" + command + "`, " + rounds(results)
                            + ": " + machineInOneLine());
        }
        return pieces;
    }

    /** Returns a plot of the first figure of each measurement, as SVG, by its id. */
    public Map<String, String> plots() {
        Map<String, String> plots = new LinkedHashMap<>();
        for (Results results : all) {
            Column column = results.measurement().columns().getFirst();
            BarChart chart = new BarChart(heading(results), column.decimals());
            results.rows().forEach(row -> chart.bar(ResultTable.label(row, labels), results.spread(row, column)));
            plots.put(results.measurement().id(), chart.svg());
        }
        return plots;
    }

    private static String rounds(Results results) {
        return results.rounds() == 1 ? "1 round" : results.rounds() + " rounds";
    }

    private static String heading(Results results) {
        return results.measurement().columns().getFirst().heading();
    }

    private static String title(Results results) {
        return results.measurement().title();
    }

    private String machineInOneLine() {
        return machine.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; ", "", "."));
    }
}
