package dev.windsock.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens a stream, asks things beside it whose answers come down on it, and sees how long it stands. */
final class StreamCheck {
    private static final double BEGINNING = 4_000;
    /** For the streams that come after one that did not begin. */
    private static final double SECOND = 3_000;
    /** What the client tries as well. */
    private static final int PADDING = 8_192;

    private StreamCheck() {}

    static Outcome make(Web web, Target target, double control) throws InterruptedException {
        double slow = Math.min(3 * control, BEGINNING);
        StreamLook look = new StreamLook(web, target);
        look.watch(0, BEGINNING + slow, Judge.LIFE);
        Answer instead = look.instead();
        if (instead != null && instead.status() != 0) {
            Found found = instead.judge(web.who(instead.headers()));
            String code = found.code().equals("strange") ? "strange" : "refused";
            return new Outcome("sse", Found.of(code, found.values()), instead.evidence());
        }
        Boolean whole = null;
        Boolean padded = null;
        // Where all is slow, what comes of these says no more.
        if (!look.hasBegun() && control < Judge.SLOW) {
            whole = endsWhole(web, target);
            padded = look.isEncoded() ? null : begins(web, target, SECOND + slow);
        }
        StreamSeen seen = look.seen(whole, padded);
        List<String> evidence = new ArrayList<>(look.evidence());
        evidence.addAll(describe(seen));
        return new Outcome("sse", judge(seen, instead, control), List.copyOf(evidence));
    }

    private static Found judge(StreamSeen seen, @Nullable Answer broken, double control) {
        boolean another = Boolean.TRUE.equals(seen.whole()) || Boolean.TRUE.equals(seen.padded());
        return broken == null || another ? Judge.stream(seen, control) : Found.of("lost", "page", broken.trouble());
    }

    /** Whether a stream that ends at once comes whole. */
    private static boolean endsWhole(Web web, Target target) throws InterruptedException {
        Answer answer = web.persistent(target.url(), Web.Ask.post(Bodies.shortStream(), SECOND));
        return answer.isOk() && answer.text().contains("event: connect");
    }

    /** Whether a stream with filler before it begins. */
    private static boolean begins(Web web, Target target, double within) throws InterruptedException {
        StreamLook look = new StreamLook(web, target);
        look.watch(PADDING, within, 0);
        return look.hasBegun();
    }

    private static List<String> describe(StreamSeen seen) {
        List<String> story = new ArrayList<>();
        story.add(seen.head() == null ? "no head of an answer" : "head after " + Words.time(seen.head()));
        story.add(seen.replied() == null ? "no message" : "first message after " + Words.time(seen.replied()));
        story.add(
                seen.ended() == null
                        ? "watched for " + Words.time(seen.watched())
                        : "ended from outside after " + Words.time(seen.ended()));
        List<String> lines = new ArrayList<>(List.of("Stream: " + String.join(", ", story)));
        if (!seen.pings().isEmpty()) {
            String trips = seen.pings().stream()
                    .map(ping -> ping.came() == null ? "none yet" : Math.round(ping.came() - ping.sent()) + " ms")
                    .collect(Collectors.joining(", "));
            lines.add("Answers down the stream, asked every " + Words.time(StreamLook.PING) + ": " + trips);
        }
        if (seen.whole() != null) {
            lines.add("A stream that ends at once: " + (seen.whole() ? "came whole" : "did not come"));
        }
        if (seen.padded() != null) {
            lines.add("A stream with 8 kB of filler: " + (seen.padded() ? "came" : "did not come"));
        }
        return lines;
    }
}
