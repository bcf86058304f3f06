package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
    private static String of(String address) throws UnknownHostException {
        return ClientNetwork.name(InetAddress.getByName(address));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,192.0.2.254", "2001:db8:1:2::3,2001:db8:1:ffff::9"})
    void neighboursAreOfOneNetwork(String one, String other) throws UnknownHostException {
        assertThat(of(one)).isEqualTo(of(other)).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1,192.0.3.1", "2001:db8:1::3,2001:db8:2::3", "192.0.2.1,2001:db8:1::1"})
    void othersAreNot(String one, String other) throws UnknownHostException {
        assertThat(of(one)).isNotEqualTo(of(other));
    }
}
