package dev.windsock.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which outcome it is that was seen. The same as on the doctor's page, and held to the same cases. */
final class Judge {
    /** From where on ordinary requests are so slow that waiting in vain for anything else says nothing. */
    static final double SLOW = 2_000;
    /** How long connections are watched. */
    static final double LIFE = 10_000;
    /** What is cut younger than this the client gives up. */
    private static final double YOUNG = 5_000;
    /** How long an answer down a stream may take beside what an ordinary request takes. */
    private static final double PROMPT = 1_000;

    private static final double MILLIS_PER_SECOND = 1_000;

    private Judge() {}

    /**
     * Judges tries of a WebSocket, of which there are more than one only where the first was cut.
     *
     * @param control what an ordinary request takes; null where they do not get through
     */
    static Found socket(List<SocketSeen> tries, @Nullable Double control) {
        SocketSeen last = tries.getLast();
        if (last.strange()) {
            return Found.of("strange");
        }
        if (last.opened() == null && last.ended() != null) {
            return control == null ? Found.of("unreachable") : Found.of("refused", "ms", last.ended());
        }
        List<Double> cuts = tries.stream().flatMap(one -> age(one)).toList();
        if (last.ended() != null) {
            return cutShort(cuts);
        }
        if (last.replied() == null) {
            return unanswered(last, control);
        }
        return cuts.isEmpty()
                ? Found.of("works", Map.of("rtt", median(last.roundTrips()), "age", age(last.watched(), last.opened())))
                : Found.of("shaky", "age", cuts.getFirst());
    }

    private static Stream<Double> age(SocketSeen one) {
        return one.opened() == null || one.ended() == null ? Stream.empty() : Stream.of(one.ended() - one.opened());
    }

    private static double age(double watched, @Nullable Double since) {
        return Math.min(watched - Objects.requireNonNullElse(since, 0.0), LIFE);
    }

    private static Found cutShort(List<Double> cuts) {
        double least = cuts.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        String ages = cuts.stream()
                .map(age -> String.format(Locale.ROOT, "after %.1f s", age / MILLIS_PER_SECOND))
                .collect(Collectors.joining(", "));
        return least >= YOUNG ? Found.of("limited", "age", least) : Found.of("cut", "ages", ages);
    }

    private static Found unanswered(SocketSeen seen, @Nullable Double control) {
        if (control == null) {
            return Found.of("unreachable");
        }
        if (control >= SLOW) {
            return Found.of("slow", "ms", seen.watched());
        }
        return seen.opened() == null
                ? Found.of("swallowed", Map.of("ms", seen.watched(), "control", control))
                : Found.of("silent", Map.of("open", seen.opened(), "ms", seen.watched() - seen.opened()));
    }

    /** Judges a stream that was answered with status 200, or not at all. */
    static Found stream(StreamSeen seen, double control) {
        if (seen.replied() != null) {
            return begun(seen, control);
        }
        if (Boolean.TRUE.equals(seen.padded())) {
            return Found.of("padding");
        }
        if (control >= SLOW) {
            return Found.of("slow", "ms", seen.watched());
        }
        if (seen.encoding() != null) {
            return Found.of("buffered", "encoding", seen.encoding());
        }
        if (seen.ended() != null) {
            return Found.of("cut", "age", seen.ended());
        }
        if (Boolean.TRUE.equals(seen.whole())) {
            return Found.of("held", "ms", seen.watched());
        }
        return seen.head() == null
                ? Found.of("swallowed", Map.of("ms", seen.watched(), "control", control))
                : Found.of("stalled");
    }

    private static Found begun(StreamSeen seen, double control) {
        if (seen.ended() != null && seen.ended() < LIFE) {
            return Found.of(seen.ended() < YOUNG ? "cut" : "limited", "age", seen.ended());
        }
        List<Double> took = seen.pings().stream().flatMap(ping -> took(ping)).toList();
        List<Double> prompt =
                took.stream().filter(ms -> ms <= PROMPT + 3 * control).toList();
        // Some may be late by chance, on a busy machine or a bad line; what holds streams back does so with nearly all.
        if (!prompt.isEmpty() && prompt.size() * 2 >= seen.pings().size()) {
            return Found.of("works", Map.of("rtt", median(prompt), "age", age(seen.watched(), seen.replied())));
        }
        if (control >= SLOW) {
            return Found.of("slow", "ms", seen.watched());
        }
        if (seen.encoding() != null) {
            return Found.of("buffered", "encoding", seen.encoding());
        }
        if (took.isEmpty()) {
            return Found.of("stalled");
        }
        return Found.of(isOneLate(seen.pings()) ? "late" : "bursts");
    }

    private static Stream<Double> took(StreamSeen.Ping ping) {
        return ping.came() == null ? Stream.empty() : Stream.of(ping.came() - ping.sent());
    }

    /** Whether answers came when the next question was asked, and not later; for most, since machines may be busy. */
    private static boolean isOneLate(List<StreamSeen.Ping> pings) {
        int late = 0;
        for (int i = 0; i + 1 < pings.size(); i++) {
            Double came = pings.get(i).came();
            double next = pings.get(i + 1).sent();
            double afterNext = i + 2 < pings.size() ? pings.get(i + 2).sent() : Double.POSITIVE_INFINITY;
            if (came != null && came >= next && came < afterNext) {
                late++;
            }
        }
        return pings.size() > 1 && late * 2 >= pings.size() - 1;
    }

    static Found sent(SentSeen seen, double control) {
        String of = String.valueOf(seen.sent());
        Map<String, Object> from = Map.of("status", seen.status(), "who", seen.who());
        if (seen.failed() > 0) {
            return control >= SLOW ? Found.of("slow") : Found.of("failed", from);
        }
        int troubled = seen.applied() > 0 ? seen.applied() : seen.doubtful();
        if (troubled == 0) {
            return Found.of("works", "of", of);
        }
        return Found.of(
                seen.applied() > 0 ? "applied" : "doubtful",
                Map.of("n", String.valueOf(troubled), "of", of, "status", seen.status(), "who", seen.who()));
    }

    static double median(List<Double> values) {
        return values.isEmpty() ? 0 : values.stream().sorted().toList().get(values.size() / 2);
    }
}
