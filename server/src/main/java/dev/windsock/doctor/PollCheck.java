package dev.windsock.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a request that the server holds for a while, as it does where there is no news. */
final class PollCheck {
    private static final int WAIT = 8_000;
    private static final double GRACE = 3_000;
    private static final double MAX_GRACE = 6_000;
    /** What was cut earlier than this was not cut for its age. */
    private static final double YOUNG = 1_000;

    private static final int TRIES = 3;

    private PollCheck() {}

    static Outcome make(Web web, Target target, double control) throws InterruptedException {
        String body = Bodies.held("doctor-" + Bodies.randomName(), WAIT);
        List<String> evidence = new ArrayList<>();
        Answer answer;
        int tried = 0;
        do {
            answer = web.request(target.url(), Web.Ask.post(body, WAIT + Math.min(GRACE + 2 * control, MAX_GRACE)));
            evidence.addAll(answer.evidence());
            tried++;
        } while (tried < TRIES && answer.isDoubtful() && answer.ms() < YOUNG);
        return new Outcome("polling", judge(web, answer, control), evidence);
    }

    private static Found judge(Web web, Answer answer, double control) {
        if (answer.server().isPresent()) {
            return Found.of("works", "ms", answer.ms());
        }
        if (answer.status() == 0 && answer.ms() >= WAIT) {
            Map<String, Object> times = Map.of("ms", answer.ms(), "wait", (double) WAIT);
            return Found.of(control >= Judge.SLOW ? "slow" : "swallowed", times);
        }
        if (answer.isDoubtful() && answer.ms() >= YOUNG && answer.problem().isEmpty()) {
            return Found.of("early", "age", answer.ms());
        }
        String who = web.who(answer.headers());
        return Found.of("refused", Map.of("status", answer.shown(), "who", who, "page", answer.excerpt()));
    }
}
