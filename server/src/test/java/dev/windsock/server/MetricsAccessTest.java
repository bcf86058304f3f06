package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsAccessTest {
    private static boolean allows(String who, String peer, String client, String... headers) throws Exception {
        HeaderMap all = new HeaderMap();
        Arrays.stream(headers).forEach(header -> all.add(new HttpString(header), "x"));
        return MetricsAccess.of(List.of(who.split(" ")))
                .allows(InetAddress.getByName(peer), InetAddress.getByName(client), all);
    }

    @ParameterizedTest
    @CsvSource({
        "loopback, 127.0.0.1, true",
        "loopback, 127.8.0.1, true",
        "loopback, ::1, true",
        "loopback, 10.0.0.1, false",
        "all, 203.0.113.9, true",
        "off, 127.0.0.1, false",
        "10.0.0.0/8 fd00::/8, 10.0.0.1, true",
        "10.0.0.0/8 fd00::/8, fd00::7, true",
        "10.0.0.0/8 fd00::/8, 11.0.0.1, false",
        "10.0.0.0/8, 127.0.0.1, true"
    })
    void whoMayReadIsSaidByTheOption(String who, String peer, boolean allowed) throws Exception {
        assertThat(allows(who, peer, peer)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-Real-IP", "Via"})
    void whatHasComeThroughAProxyOfThisMachineIsNotOfThisMachine(String header) throws Exception {
        assertThat(allows("loopback", "127.0.0.1", "127.0.0.1", header)).isFalse();
        assertThat(allows("127.0.0.0/8", "127.0.0.1", "127.0.0.1", header)).isFalse();
    }

    @Test
    void theClientOfATrustedProxyIsLookedAtNotTheProxy() throws Exception {
        assertThat(allows("10.0.0.0/8", "127.0.0.1", "10.0.0.5", "X-Forwarded-For"))
                .isTrue();
        assertThat(allows("10.0.0.0/8", "10.0.0.1", "203.0.113.9", "X-Forwarded-For"))
                .isFalse();
        assertThat(allows("loopback", "127.0.0.1", "10.0.0.5", "X-Forwarded-For"))
                .isFalse();
    }

    @Test
    void whatIsNeitherAWordNorARangeIsRefused() {
        assertThatThrownBy(() -> MetricsAccess.of(List.of("everybody")))
                .hasMessageStartingWith("`everybody` is neither");
        assertThatThrownBy(() -> MetricsAccess.of(List.of("all", "off"))).hasMessageStartingWith("`all` is neither");
        assertThatThrownBy(() -> MetricsAccess.of(List.of(""))).hasMessageContaining("`loopback`, `all`, `off`");
    }
}
