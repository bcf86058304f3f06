package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxies 10.0.0.1 and 10.0.0.2 are trusted, and those of fd00::/8. */
class ProxiesTest {
    private static final List<String> TRUSTED = List.of("10.0.0.1", "10.0.0.2", "fd00::/8");
    private static final Proxies USUAL = Proxies.trusted(TRUSTED, Proxies.Header.X_FORWARDED_FOR);
    private static final Proxies STANDARD = Proxies.trusted(TRUSTED, Proxies.Header.FORWARDED);

    private static String client(Proxies proxies, String peer, HttpString header, String... values) throws Exception {
        HeaderMap headers = new HeaderMap();
        for (String value : values) {
            headers.add(header, value);
        }
        return proxies.client(InetAddress.getByName(peer), headers.get(header)).getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9                                | 203.0.113.9",
                "203.0.113.9:4711                           | 203.0.113.9",
                "2001:db8::9                                | 2001:db8:0:0:0:0:0:9",
                "[2001:db8::9]                              | 2001:db8:0:0:0:0:0:9",
                "[2001:db8::9]:4711                         | 2001:db8:0:0:0:0:0:9",
                "::ffff:203.0.113.9                         | 203.0.113.9",
                "203.0.113.9, 10.0.0.2                      | 203.0.113.9",
                "203.0.113.9,10.0.0.2,fd00::5               | 203.0.113.9",
                "10.0.0.2                                   | 10.0.0.2"
            })
    void aTrustedProxyIsBelieved(String value, String client) throws Exception {
        assertThat(client(USUAL, "10.0.0.1", Headers.X_FORWARDED_FOR, value)).isEqualTo(client);
    }

    @Test
    void aClientThatIsNoTrustedProxyIsNotBelieved() throws Exception {
        assertThat(client(USUAL, "10.0.0.3", Headers.X_FORWARDED_FOR, "127.0.0.1"))
                .isEqualTo("10.0.0.3");
    }

    @Test
    void whatAClientHasWrittenBeforeTheProxyIsNotBelieved() throws Exception {
        assertThat(client(USUAL, "10.0.0.1", Headers.X_FORWARDED_FOR, "127.0.0.1, 203.0.113.9"))
                .isEqualTo("203.0.113.9");
        assertThat(client(USUAL, "10.0.0.1", Headers.X_FORWARDED_FOR, "127.0.0.1", "203.0.113.9"))
                .isEqualTo("203.0.113.9");
        assertThat(client(USUAL, "10.0.0.1", Headers.X_FORWARDED_FOR, "10.0.0.2, 203.0.113.9"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void theHeaderThatTheProxyDoesNotWriteIsNotRead() throws Exception {
        HeaderMap headers = new HeaderMap().add(Headers.FORWARDED, "for=127.0.0.1");
        assertThat(USUAL.client(InetAddress.getByName("10.0.0.1"), headers.get(Headers.X_FORWARDED_FOR))
                        .getHostAddress())
                .isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "unknown", "203.0.113.9,", "203.0.113.999", "localhost", "[2001:db8::9", "203.0.113.9 x"
            })
    void whatIsNoAddressLeavesTheProxyItself(String value) throws Exception {
        assertThat(client(USUAL, "10.0.0.1", Headers.X_FORWARDED_FOR, value)).isEqualTo("10.0.0.1");
    }

    @Test
    void withoutTheHeaderTheProxyIsTheClient() throws Exception {
        assertThat(client(USUAL, "10.0.0.1", Headers.X_FORWARDED_FOR)).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "for=203.0.113.9                                      | 203.0.113.9",
                "For=203.0.113.9;proto=https;by=10.0.0.1              | 203.0.113.9",
                "proto=https; for=\"203.0.113.9:80\"                  | 203.0.113.9",
                "for=\"[2001:db8::9]:4711\"                           | 2001:db8:0:0:0:0:0:9",
                "for=127.0.0.1, for=203.0.113.9                       | 203.0.113.9",
                "for=203.0.113.9, for=10.0.0.2;proto=http             | 203.0.113.9",
                "for=127.0.0.1;host=\"a, for=b\", for=203.0.113.9     | 203.0.113.9",
                "host=\"x\\\", for=127.0.0.1\";for=203.0.113.9         | 203.0.113.9",
                "for=203.0.113.9, proto=https                         | 10.0.0.1",
                "for=unknown                                          | 10.0.0.1",
                "for=_hidden                                          | 10.0.0.1",
                "for=203.0.113.9, for=\"10.0.0.2                       | 10.0.0.1",
                "for                                                  | 10.0.0.1",
                "for=203.0.113.9 for=10.0.0.2                         | 10.0.0.1"
            })
    void theStandardHeaderIsReadAsRfc7239Says(String value, String client) throws Exception {
        assertThat(client(STANDARD, "10.0.0.1", Headers.FORWARDED, value)).isEqualTo(client);
    }

    @Test
    void aLongHeaderIsReadInTime() throws Exception {
        String pairs = "for=\"" + "\\a".repeat(8_000);
        assertThat(client(STANDARD, "10.0.0.1", Headers.FORWARDED, pairs)).isEqualTo("10.0.0.1");
        assertThat(client(
                        STANDARD,
                        "10.0.0.1",
                        Headers.FORWARDED,
                        "for=203.0.113.9," + " ".repeat(16_000) + "for=10.0.0.2"))
                .isEqualTo("203.0.113.9");
    }
}
