package dev.windsock.bench.report;

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

    /** Returns everything, with the figures of each round. */
    public String json() {
        List<Object> measurements = new ArrayList<>();
        for (Results results : all) {
            Map<String, Object> rounds = new LinkedHashMap<>();
            results.contestants().forEach(id -> rounds.put(id, results.rounds(id)));
            measurements.add(Map.of("id", results.measurement().id(), "title", title(results), "rounds", rounds));
        }
        return Json.of(Map.of("command", command, "machine", machine, "measurements", measurements));
    }

    /** Returns a piece of Markdown for each measurement, by its id: machine, command, table and goals. */
    public Map<String, String> markdown() {
        Map<String, String> pieces = new LinkedHashMap<>();
        for (Results results : all) {
            String goals = Goals.lines(results).stream()
                    .map(line -> "- " + line + "\n")
                    .collect(Collectors.joining());
            String table = new ResultTable(results, labels).table().markdown();
            pieces.put(
                    results.measurement().id(),
                    title(results) + "\n\n" + table + "\n\n" + goals + "\n`" + command + "`: " + machineInOneLine());
        }
        return pieces;
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
