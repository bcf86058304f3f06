package dev.windsock.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Markdown page with places for results, each between two comments: {@code <!-- bench:ID -->} and its end. */
public final class Page {
    private final Path file;

    /** Creates one. */
    public Page(Path file) {
        this.file = file;
    }

    /** Replaces what stands at each of these places. */
    public void fill(Map<String, String> pieces) throws IOException {
        String text = Files.readString(file);
        for (Map.Entry<String, String> piece : pieces.entrySet()) {
            text = replace(text, piece.getKey(), piece.getValue());
        }
        Files.writeString(file, text);
    }

    private String replace(String text, String id, String piece) {
        String begin = "<!-- bench:" + id + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf("<!-- bench:end -->", from);
        if (from < 0 || to < 0) {
            throw new IllegalStateException(file + " has no place " + begin);
        }
        return text.substring(0, from) + begin + "\n" + piece + "\n" + text.substring(to);
    }
}
