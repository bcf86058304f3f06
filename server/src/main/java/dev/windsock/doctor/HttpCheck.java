package dev.windsock.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks whether the server is there, and how long an ordinary request takes. */
final class HttpCheck {
    private static final double TIMEOUT = 6_000;
    private static final int TRIPS = 5;
    private static final double BUDGET = 1_500;

    private HttpCheck() {}

    /**
     * What ordinary requests show.
     *
     * @param control what one takes, in ms; null where they do not get through
     * @param server as the server calls itself; empty where it was not reached
     */
    record Seen(Outcome outcome, @Nullable Double control, String server) {}

    static Seen make(Web web, Target target) throws InterruptedException {
        Web.Ask ask = Web.Ask.post(Bodies.control(), TIMEOUT);
        Answer first = web.persistent(target.url(), ask);
        Optional<String> server = first.server();
        if (server.isEmpty()) {
            Found found = first.judge(web.who(first.headers()));
            return new Seen(new Outcome("http", found, first.evidence()), null, "");
        }
        List<Double> times = new ArrayList<>(List.of(first.ms()));
        Watch watch = new Watch();
        while (times.size() < TRIPS && watch.ms() < BUDGET) {
            Answer again = web.request(target.url(), ask);
            if (again.server().isEmpty()) {
                break;
            }
            times.add(again.ms());
        }
        // The first one has to connect, and does not count where there are others.
        double control = Judge.median(times.size() > 1 ? times.subList(1, times.size()) : times);
        List<String> evidence = new ArrayList<>(first.evidence());
        evidence.add("It says that it is: " + server.get());
        evidence.add("Round trips: "
                + times.stream().map(ms -> Math.round(ms) + " ms").collect(Collectors.joining(", ")));
        Found found = Found.of(control >= Judge.SLOW ? "slow" : "works", "ms", control);
        return new Seen(new Outcome("http", found, evidence), control, server.get());
    }
}
