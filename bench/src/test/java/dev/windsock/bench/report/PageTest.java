package dev.windsock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void replacesWhatStandsAtAPlaceAndNothingElse() throws IOException {
        Path file = Files.writeString(
                directory.resolve("page.md"),
                "a\n<!-- bench:x -->\nold\n<!-- bench:end -->\nb\n<!-- bench:y -->\nkept\n<!-- bench:end -->\n");

        new Page(file).fill(Map.of("x", "new"));

        assertThat(file)
                .hasContent(
                        "a\n<!-- bench:x -->\nnew\n<!-- bench:end -->\nb\n<!-- bench:y -->\nkept\n<!-- bench:end -->\n");
    }

    @Test
    void saysWhichPlaceIsMissing() throws IOException {
        Path file = Files.writeString(directory.resolve("page.md"), "nothing here");

        assertThatThrownBy(() -> new Page(file).fill(Map.of("x", "new"))).hasMessageContaining("<!-- bench:x -->");
    }
}
