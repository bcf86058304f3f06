package dev.windsock.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http://localhost:8080/windsock, http://localhost:8080/doctor/echo",
        "http://localhost:8080/, http://localhost:8080/windsock, http://localhost:8080/doctor/echo",
        "https://example.com/windsock, https://example.com/windsock, https://example.com/doctor/echo",
        "https://example.com/doctor, https://example.com/windsock, https://example.com/doctor/echo",
        "wss://example.com/live/windsock, https://example.com/live/windsock, https://example.com/live/doctor/echo",
        "ws://[::1]:80, http://[::1]:80/windsock, http://[::1]:80/doctor/echo",
    })
    void theAddressOfAServerOrOfItsPathWillDo(String text, String url, String echo) {
        Target target = Target.parse(text);

        assertThat(target.url()).hasToString(url);
        assertThat(target.echo()).hasToString(echo);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, neither http:// nor https://",
        "example.com, neither http:// nor https://",
        "ftp://example.com, neither http:// nor https://",
        "http://, is not the address of a server",
        "http:///windsock, it names no host",
        "http://a b, is not the address of a server",
        "http://me:secret@example.com, use --header",
    })
    void whatIsNoneIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }
}
