package dev.windsock.doctor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tries every transport from here to a server. Used for one examination. */
public final class Doctor {
    /** How many times progress is told. */
    public static final int STEPS = 6;

    private final Target target;
    private final Map<String, String> headers;
    private final @Nullable InetSocketAddress proxy;
    private final IntConsumer progress;
    private final AtomicInteger done = new AtomicInteger();

    /**
     * Prepares an examination.
     *
     * @param headers go with every request, and are never told
     * @param proxy through which requests go; null for none
     * @param progress is told how many steps are done, on any thread
     */
    public Doctor(Target target, Map<String, String> headers, @Nullable InetSocketAddress proxy, IntConsumer progress) {
        this.target = target;
        this.headers = headers;
        this.proxy = proxy;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param proxy through which it was made; empty where there was none
     * @param server as the server calls itself; empty where it was not reached
     */
    public record Examination(String place, String proxy, String server, Diagnosis diagnosis) {}

    /** Makes all checks, in about 12 seconds, up to 25 where the network is slow. */
    public Examination examine() throws InterruptedException {
        Words words = Words.load();
        try (Web web = new Web(target, headers, proxy, words)) {
            HttpCheck.Seen seen = HttpCheck.make(web, target);
            step();
            List<Outcome> outcomes = new ArrayList<>(List.of(seen.outcome()));
            outcomes.addAll(all(web, checks(web, seen.control())));
            List<String> names = web.names();
            Found between = names.isEmpty() ? Found.of("none") : Found.of("named", "names", String.join("; ", names));
            outcomes.add(new Outcome("between", between, List.of()));
            return new Examination(
                    target.place(), proxyName(), seen.server(), Diagnosis.of(outcomes, words, target.place()));
        }
    }

    /** What is done beside each other: ordinary requests are what all else is measured by. */
    private List<Callable<List<Outcome>>> checks(Web web, @Nullable Double control) {
        List<Callable<List<Outcome>>> checks = new ArrayList<>();
        checks.add(() -> List.of(new SocketCheck(web, target).make(control)));
        if (control == null) {
            checks.add(Doctor::unreachable);
            return checks;
        }
        double trip = control;
        checks.add(() -> List.of(StreamCheck.make(web, target, trip)));
        checks.add(() -> List.of(PollCheck.make(web, target, trip)));
        checks.add(() -> List.of(new SentCheck(web, target, trip).make()));
        checks.add(() -> EchoCheck.make(web, target));
        return checks;
    }

    private static List<Outcome> unreachable() {
        return Stream.of("sse", "polling", "posts", "cache", "headers", "clock")
                .map(check -> new Outcome(check, Found.of("unreachable"), List.of()))
                .toList();
    }

    private List<Outcome> all(Web web, List<Callable<List<Outcome>>> checks) throws InterruptedException {
        List<Future<List<Outcome>>> running = checks.stream()
                .map(check -> web.threads().submit(() -> {
                    List<Outcome> outcomes = check.call();
                    step();
                    return outcomes;
                }))
                .toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<List<Outcome>> one : running) {
            try {
                outcomes.addAll(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A check failed", e.getCause());
            }
        }
        return outcomes;
    }

    private String proxyName() {
        return proxy == null ? "" : proxy.getHostString() + ':' + proxy.getPort();
    }

    private void step() {
        progress.accept(done.incrementAndGet());
    }
}
