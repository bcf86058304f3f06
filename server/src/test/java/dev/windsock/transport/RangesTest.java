package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "192.168.1.77/24, 192.168.1.1, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.0.0.1, true"
    })
    void aRangeContainsTheAddressesThatBeginLikeIt(String range, String address, boolean contained) throws Exception {
        assertThat(Ranges.of(List.of(range)).contain(InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "256.0.0.1",
                "localhost",
                "example.com",
                "::/129",
                "::ffff:10.0.0.0/104",
                "1.2.3.4/8/8",
                " 10.0.0.0/8",
                "10.0.0.0/8,11.0.0.0/8"
            })
    void whatIsNoRangeIsRefusedByName(String text) {
        assertThatThrownBy(() -> Ranges.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("`" + text + "` is neither an address nor a range");
    }

    @Test
    void noRangesContainNothing() throws Exception {
        assertThat(Ranges.of(List.of()).contain(InetAddress.getByName("127.0.0.1")))
                .isFalse();
    }
}
