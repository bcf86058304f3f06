package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @ParameterizedTest
    @ValueSource(strings = {"e:0", "k3f9:12", "a:b:7", "e:9223372036854775807"})
    void whatIsWrittenCanBeRead(String text) {
        assertThat(Position.parse(text)).hasToString(text);
    }

    @Test
    void theOffsetStandsAfterTheLastColon() {
        assertThat(Position.parse("a:b:7")).isEqualTo(new Position("a:b", 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "e", "e:", ":1", "1", "e:x", "e:-1", "e:1.0", "e: 1", "e:9223372036854775808"})
    void whatIsNoPositionIsRefused(String text) {
        assertThatThrownBy(() -> Position.parse(text))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_POSITION));
    }

    @Test
    void epochsAreOfOneTo64Characters() {
        assertThat(new Position("e".repeat(64), 0).epoch()).hasSize(64);
        assertThatThrownBy(() -> new Position("e".repeat(65), 0)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> new Position("", 0)).isInstanceOf(ProtocolException.class);
    }
}
