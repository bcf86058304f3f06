package dev.windsock.doctor;

import dev.windsock.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was found as text for a terminal, and as JSON for programs. */
public final class Report {
    private static final Map<String, String> MARKS =
            Map.of("good", "✓", "partly", "!", "bad", "✕", "note", "i", "unknown", "?");
    private static final Map<String, String> COLOURS =
            Map.of("good", "32", "partly", "33", "bad", "31", "note", "36", "unknown", "2");
    private static final List<String> LEVELS = List.of("good", "partly", "bad");
    private static final List<String> DRAWN = List.of("http", "websocket", "sse", "polling");
    private static final int LANE = 44;
    private static final String INDENT = "      ";

    private final Doctor.Examination examination;
    private final boolean coloured;

    /**
     * Prepares the report.
     *
     * @param coloured whether the text may have the colours of a terminal
     */
    public Report(Doctor.Examination examination, boolean coloured) {
        this.examination = examination;
        this.coloured = coloured;
    }

    /**
     * As text.
     *
     * @param all with all that was seen, not only where something is wrong
     */
    public List<String> lines(boolean all) {
        Diagnosis diagnosis = examination.diagnosis();
        List<String> lines = new ArrayList<>();
        String server = examination.server().isEmpty() ? "server not reached" : examination.server();
        String through = examination.proxy().isEmpty() ? "" : ", through the proxy " + examination.proxy();
        lines.add("Connection check of " + examination.place() + through + " (" + server + ')');
        lines.add("");
        lines.add(paint("1;" + COLOURS.get(LEVELS.get(diagnosis.level())), diagnosis.headline()));
        lines.add(diagnosis.lead());
        diagnosis.causes().forEach(cause -> lines.add("  - " + cause));
        if (!diagnosis.asks().isEmpty()) {
            lines.add(diagnosis.help());
            diagnosis.asks().forEach(ask -> lines.add("  - " + ask));
        }
        lines.add("");
        diagnosis.rows().stream().filter(row -> DRAWN.contains(row.check())).forEach(row -> lines.add(lane(row)));
        lines.add("");
        diagnosis.rows().forEach(row -> row(row, all, lines));
        return lines;
    }

    private static String marked(Diagnosis.Row row) {
        return MARKS.getOrDefault(row.verdict(), "") + ' ' + row.verdictWords();
    }

    /** A line from here to the server, with what becomes of it in its middle. */
    private String lane(Diagnosis.Row row) {
        boolean passes = row.verdict().equals("good") || row.verdict().equals("partly");
        String name = "── " + row.title() + ' ';
        String near = name + "─".repeat(LANE / 2 - name.length());
        String far = (passes ? "─" : "·").repeat(LANE / 2);
        return "  here " + paint(colour(row), near + MARKS.get(row.verdict()) + far) + " server";
    }

    private void row(Diagnosis.Row row, boolean all, List<String> lines) {
        String verdict = String.format("%-17s", marked(row));
        lines.add("  " + paint(colour(row), verdict) + ' ' + paint("1", row.title()));
        lines.add(INDENT + row.says());
        if (all || row.verdict().equals("bad") || row.verdict().equals("partly")) {
            row.evidence().forEach(line -> lines.add(paint("2", INDENT + "  " + line)));
        }
    }

    private static String colour(Diagnosis.Row row) {
        return COLOURS.getOrDefault(row.verdict(), "0");
    }

    private String paint(String colour, String text) {
        return coloured ? "\u001b[" + colour + 'm' + text + "\u001b[0m" : text;
    }

    /** As one JSON object, on one line. */
    public String json() {
        Diagnosis diagnosis = examination.diagnosis();
        return new String(
                Json.object(out -> {
                    out.writeStringField("place", examination.place());
                    out.writeStringField("proxy", examination.proxy());
                    out.writeStringField("server", examination.server());
                    out.writeNumberField("level", diagnosis.level());
                    out.writeStringField("headline", diagnosis.headline());
                    out.writePOJOField("causes", diagnosis.causes());
                    out.writePOJOField("asks", diagnosis.asks());
                    out.writeArrayFieldStart("checks");
                    for (Diagnosis.Row row : diagnosis.rows()) {
                        out.writeStartObject();
                        out.writeStringField("check", row.check());
                        out.writeStringField("code", row.code());
                        out.writeStringField("verdict", row.verdict());
                        out.writeStringField("says", row.says());
                        out.writePOJOField("values", row.values());
                        out.writePOJOField("evidence", row.evidence());
                        out.writeEndObject();
                    }
                    out.writeEndArray();
                }),
                StandardCharsets.UTF_8);
    }
}
