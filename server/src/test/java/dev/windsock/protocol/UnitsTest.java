package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "65536, 65536", "1b, 1", "64k, 65536", "64K, 65536", "1m, 1048576", "2G, 2147483648", "' 7 ', 7"
    })
    void sizesAreReadInTheirUnits(String text, long bytes) {
        assertThat(Units.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"500ms, 500", "25s, 25000", "5m, 300000", "5min, 300000", "1h, 3600000", "2H, 7200000"})
    void durationsAreReadInTheirUnits(String text, long millis) {
        assertThat(Units.duration(text)).hasMillis(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5k", "1kb", "1 k", "0x10", "1e3", "9999999999999999"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Units.bytes(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a size");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "25", "-1s", "1d", "1.5h", "PT1S"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> Units.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999999g", "2g"})
    void sizesThatNoArrayCanHaveAreRefused(String text) {
        assertThatThrownBy(() -> Units.arraySize(text)).hasMessage("'" + text + "' is too large");
    }
}
