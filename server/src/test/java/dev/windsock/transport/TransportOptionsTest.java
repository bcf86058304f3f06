package dev.windsock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransportOptionsTest {
    private static final Duration PING = Duration.ofMillis(100);
    private static final Duration LEASE = PING.multipliedBy(2);

    @Test
    void theSmallestValuesAreTaken() {
        TransportOptions options = new TransportOptions(1_024, 1_024, 1, PING, LEASE);
        assertThat(options.pingInterval()).isEqualTo(PING);
    }

    @Test
    void whatIsTooSmallIsRefused() {
        assertThatThrownBy(() -> new TransportOptions(1_023, 1_024, 1, PING, LEASE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportOptions(1_024, 1_023, 1, PING, LEASE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportOptions(1_024, 1_024, 0, PING, LEASE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TransportOptions(1_024, 1_024, 1, PING.minusMillis(1), LEASE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDefaultsAreThoseOfTheProtocol() {
        // PROTOCOL.md section 9
        assertThat(TransportOptions.defaults())
                .isEqualTo(new TransportOptions(65_536, 1 << 20, 128, Duration.ofSeconds(25), Duration.ofSeconds(75)));
    }
}
