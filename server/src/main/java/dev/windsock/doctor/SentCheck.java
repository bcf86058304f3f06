package dev.windsock.doctor;

import java.util.ArrayList;
import java.util.List;

/** Sends numbered messages one after the other; the server tells whether it had taken one before. */
final class SentCheck {
    private static final int MESSAGES = 12;
    private static final double BUDGET = 6_000;
    private static final int REPEATS = 3;
    private static final double TIMEOUT = 3_000;
    private static final int MAX_EVIDENCE = 6;

    private final Web web;
    private final Target target;
    private final double control;
    private final String name = Bodies.randomName();
    private final List<String> evidence = new ArrayList<>();
    private int sent;
    private int applied;
    private int doubtful;
    private int failed;
    private String status = "";
    private String who = "";

    SentCheck(Web web, Target target, double control) {
        this.web = web;
        this.target = target;
        this.control = control;
    }

    Outcome make() throws InterruptedException {
        Watch watch = new Watch();
        while (sent < MESSAGES && failed == 0 && watch.ms() < BUDGET) {
            sent++;
            send(Bodies.message(name, sent));
        }
        evidence.add(sent + " requests to send something, one after the other");
        SentSeen seen = new SentSeen(sent, applied, doubtful, failed, status, who);
        return new Outcome("posts", Judge.sent(seen, control), List.copyOf(evidence));
    }

    private void send(String body) throws InterruptedException {
        for (int tried = 0; tried <= REPEATS; tried++) {
            Answer answer = web.request(target.url(), Web.Ask.post(body, TIMEOUT + 3 * control));
            if (answer.isOk()) {
                count(answer, tried > 0);
                return;
            }
            status = answer.shown();
            who = web.who(answer.headers());
            if (evidence.size() < MAX_EVIDENCE) {
                evidence.addAll(answer.evidence());
            }
            if (!answer.isDoubtful()) {
                break;
            }
        }
        failed++;
    }

    /** A server whose rules forbid the publish cannot tell; then a repeat that passes is all that is known. */
    private void count(Answer answer, boolean again) {
        boolean repeated = answer.frame("publish")
                .map(reply -> reply.path("repeated").asBoolean())
                .orElse(false);
        if (again && repeated) {
            applied++;
        } else if (again) {
            doubtful++;
        }
    }
}
