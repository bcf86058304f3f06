package dev.windsock.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A line for each event: when, how bad, where, what. Only the stack of an exception takes more. */
final class LineFormatter extends Formatter {
    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(160)
                .append(event.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(event.getLevel().getName())
                .append(' ')
                .append(event.getLoggerName())
                .append(": ")
                // A line break in a message would let whoever wrote it forge the next line.
                .append(formatMessage(event).replace("\r", "\\r").replace("\n", "\\n"))
                .append(System.lineSeparator());
        if (event.getThrown() != null) {
            line.append(stack(event.getThrown()));
        }
        return line.toString();
    }

    private static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            thrown.printStackTrace(out);
        }
        return text.toString();
    }
}
