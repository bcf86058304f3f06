package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command line refuses; that it serves is for tests of the whole program. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("--prot=1", "Unknown option: '--prot=1'"),
                Arguments.of("stray", "Unmatched argument at index 0: 'stray'"),
                Arguments.of("--port", "Missing required parameter for option '--port' (PORT)"),
                Arguments.of("--port=http", "Invalid value for option '--port': 'http' is not an int"),
                Arguments.of("--port=65536", "the port 65536 is not one of 0 to 65535"),
                Arguments.of("--pages=/no/such/directory", "the pages' directory /no/such/directory does not exist"),
                Arguments.of("--allow-origin=example.com", "'example.com' is not an origin"),
                Arguments.of("--ping=25", "'25' is not a duration; write 500ms, 25s, 5m or 1h"),
                Arguments.of("--max-body-size=1x", "'1x' is not a size; write 65536, 64k, 1m or 2g"),
                Arguments.of("--max-body-size=2g", "'2g' is too large"),
                Arguments.of("--log-count=0", "above 0"),
                Arguments.of("--config=/no/such/file.toml", "/no/such/file.toml: there is no such file"),
                Arguments.of("--lease=75", "'75' is not a duration"),
                Arguments.of("--recovery-rate=0", "above 0"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aWrongOptionIsToldInOneLine(String arg, String complaint) {
        assertThat(run(arg)).isEqualTo(2);

        assertThat(err.toString()).startsWith("windsock: ").contains(complaint).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anOptionThatBeginsRightIsAnsweredWithTheRightOne() {
        run("--pot");

        assertThat(err.toString()).endsWith("; did you mean --port?" + System.lineSeparator());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port", String.valueOf(taken.getLocalPort()))).isEqualTo(1);

            assertThat(err.toString())
                    .startsWith("windsock: port " + taken.getLocalPort() + " of 127.0.0.1 is taken; ")
                    .contains("--port")
                    .hasLineCount(1);
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void aHostOfAnotherMachineIsToldInOneLine() {
        // An address for documentation (RFC 5737), so no machine's own.
        assertThat(run("--host", "192.0.2.1", "--port", "0")).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("windsock: cannot listen on 192.0.2.1:0: ")
                .hasLineCount(1);
    }

    @Test
    void helpTellsEachOption() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString())
                .contains("--host", "--port", "--pages", "--allow-origin", "--max-message-size", "--max-body-size")
                .contains("--max-channels-per-connection", "--ping", "--log-count", "--log-size", "--log-age")
                .contains("--max-channels", "--max-log-memory", "--config", "--lease", "--recovery-rate", "--version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionTellsTheVersion() {
        assertThat(run("--version")).isZero();

        assertThat(out.toString()).startsWith("Windsock ");
    }
}
