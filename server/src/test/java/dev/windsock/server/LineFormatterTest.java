package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LineFormatterTest {
    private static LogRecord event(String message) {
        LogRecord event = new LogRecord(Level.WARNING, message);
        event.setLoggerName("dev.windsock.Example");
        event.setInstant(Instant.parse("2026-11-23T12:00:00.123456Z"));
        return event;
    }

    @Test
    void anEventIsALine() {
        assertThat(new LineFormatter().format(event("It happened")))
                .isEqualTo(
                        "2026-11-23T12:00:00.123Z WARNING dev.windsock.Example: It happened" + System.lineSeparator());
    }

    @Test
    void aMessageCannotForgeALine() {
        assertThat(new LineFormatter().format(event("a\r\nb")))
                .contains(": a\\r\\nb")
                .hasLineCount(1);
    }

    @Test
    void anExceptionIsToldWithItsStack() {
        LogRecord event = event("It failed");
        event.setThrown(new IllegalStateException("why"));

        assertThat(new LineFormatter().format(event))
                .contains(": It failed" + System.lineSeparator() + "java.lang.IllegalStateException: why")
                .contains("\tat dev.windsock.server.LineFormatterTest");
    }
}
