package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, 'is not the address of a server'",
        "http://me:secret@example.com, 'use --header'",
    })
    void anAddressThatIsNoneIsAnErrorThatSaysWhatToWrite(String url, String complaint) {
        assertThat(run("doctor", url)).isEqualTo(2);
        assertThat(err.toString()).startsWith("windsock: ").contains(complaint).doesNotContain("secret");
    }

    @Test
    void aHeaderThatCannotBeSetIsRefusedWithoutItsValue() {
        assertThat(run("doctor", "http://localhost:1", "--header", "Connection: secret"))
                .isEqualTo(2);
        assertThat(run("doctor", "http://localhost:1", "--header", "secret")).isEqualTo(2);
        assertThat(err.toString())
                .contains("the header Connection cannot be set")
                .doesNotContain("secret");
    }

    @Test
    void aProxyThatIsNoneIsRefusedWithoutRepeatingIt() {
        assertThat(run("doctor", "http://localhost:1", "--proxy", "http://me:secret@"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--proxy must be HOST:PORT").doesNotContain("secret");
    }

    @Test
    void anAddressIsNeeded() {
        assertThat(run("doctor")).isEqualTo(2);
        assertThat(err.toString()).contains("URL");
    }

    @Test
    void whereThereIsNoServerItSaysSo() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(run("doctor", "http://localhost:" + port, "--proxy", "localhost:" + port))
                .isEqualTo(2);
        assertThat(out.toString())
                .contains("through the proxy localhost:" + port)
                .contains("The server cannot be reached from here.", "nothing listens there");
    }

    @Test
    void hostsWithoutAProxyAreKnownByNameAndDomain() {
        assertThat(DoctorCommand.isExempt("localhost", "example.com, localhost"))
                .isTrue();
        assertThat(DoctorCommand.isExempt("a.example.com", ".example.com")).isTrue();
        assertThat(DoctorCommand.isExempt("badexample.com", "example.com")).isFalse();
        assertThat(DoctorCommand.isExempt("anything", "*")).isTrue();
        assertThat(DoctorCommand.isExempt("anything", "")).isFalse();
    }
}
