package dev.windsock.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client tells of the transports that it tried: the member {@code report} of PROTOCOL.md section 4. Whatever else a
 * client may have written there has no effect.
 */
public record ClientReport(List<Carried> carried, List<Failed> failed, List<Blocked> blocked) {
    /** The longest report that is read, in characters. */
    public static final int MAX_LENGTH = 256;

    private static final int MAX_WORDS = 16;
    private static final long MAX_MILLIS = 600_000;
    private static final int PARTS = 6;

    /** Why a transport was opened that carried then. */
    public enum Why {
        CONNECT,
        RECONNECT,
        BETTER,
        SUSPECT,
        HELD_BACK,
        ROTATE,
        ASKED,
        OTHER
    }

    /** Why a transport failed, or does not get through. */
    public enum Reason {
        TIMEOUT,
        SILENT_OPEN,
        REFUSED,
        LOST,
        SILENT,
        HELD_BACK,
        DIED_YOUNG,
        BAD_ANSWER,
        UNSUPPORTED,
        TRANSPORT_NOT_OFFERED,
        SHUTDOWN,
        /** A proxy, or a server that is not this one, has answered with an HTTP status. */
        STATUS,
        OTHER
    }

    /** These say only that the client has changed its mind. */
    private static final List<String> NO_FAULT =
            List.of("", "unneeded", "replaced", "superseded", "closed", "offline", "frozen");

    /** A transport that took over, so many ms after it had been opened. */
    public record Carried(TransportName transport, Why why, long millis) {}

    /** A transport that failed before it carried, so many ms after it had been opened. */
    public record Failed(TransportName transport, Why why, Reason reason, long millis) {}

    /** A transport that the client has found not to get through, while the server was there. */
    public record Blocked(TransportName transport, Reason reason) {}

    /** Reads what can be read of a report. */
    public static ClientReport parse(String report) {
        ClientReport read = new ClientReport(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        String text = report.length() > MAX_LENGTH ? report.substring(0, MAX_LENGTH) : report;
        for (String word : text.split(" ", MAX_WORDS)) {
            String[] parts = word.split(":", PARTS);
            if (parts.length >= 3) {
                TransportName.of(parts[1]).ifPresent(transport -> read.word(transport, parts));
            }
        }
        return read;
    }

    private void word(TransportName transport, String... parts) {
        switch (parts[0] + '/' + parts.length) {
            case "carried/4" ->
                millis(parts[3]).ifPresent(took -> carried.add(new Carried(transport, why(parts[2]), took)));
            case "failed/5" -> {
                if (!NO_FAULT.contains(parts[3])) {
                    millis(parts[4])
                            .ifPresent(
                                    took -> failed.add(new Failed(transport, why(parts[2]), reason(parts[3]), took)));
                }
            }
            case "blocked/3" -> blocked.add(new Blocked(transport, reason(parts[2])));
            default -> {
                // A later version's.
            }
        }
    }

    private static Why why(String word) {
        return constant(Why.values(), word).orElse(Why.OTHER);
    }

    private static Reason reason(String word) {
        return word.startsWith("status-")
                ? Reason.STATUS
                : constant(Reason.values(), word).orElse(Reason.OTHER);
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] all, String word) {
        for (E one : all) {
            if (Words.of(one).equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> millis(String digits) {
        return digits.matches("[0-9]{1,15}")
                ? Optional.of(Math.min(Long.parseLong(digits), MAX_MILLIS))
                : Optional.empty();
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return carried.isEmpty() && failed.isEmpty() && blocked.isEmpty();
    }
}
