package dev.windsock.testing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The live platform threads, but for those that the JDK starts for itself and keeps. */
final class PlatformThreads {

    /** Threads of the JDK's and of JUnit's that are in the group of whoever came first. */
    private static final List<String> KEPT =
            List.of("ForkJoinPool.commonPool-", "CompletableFutureDelayScheduler", "junit-jupiter-timeout-watcher");

    /** Of the pool that carries virtual threads: its clock, from their first timed wait on. */
    private static final Pattern CARRIERS_CLOCK = Pattern.compile("ForkJoinPool-\\d+-delayScheduler");

    private PlatformThreads() {}

    static Map<String, Supplier<String>> live() {
        Map<String, Supplier<String>> live = new HashMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.isAlive() && !isOfTheJdk(thread)) {
                live.put("thread " + thread.threadId(), () -> describe(thread, stack));
            }
        });
        return live;
    }

    private static boolean isOfTheJdk(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || group.getName().equals("system")
                || group.getName().equals("InnocuousThreadGroup")
                || thread.getClass().getName().startsWith("jdk.internal.")
                || CARRIERS_CLOCK.matcher(thread.getName()).matches()
                || KEPT.stream().anyMatch(thread.getName()::startsWith);
    }

    private static String describe(Thread thread, StackTraceElement[] stack) {
        List<String> frames =
                Arrays.stream(stack).map(StackTraceElement::toString).toList();
        boolean timer = thread.getClass().getName().equals("java.util.TimerThread")
                || frames.stream().anyMatch(frame -> frame.contains("$DelayedWorkQueue."));
        return "%s \"%s\" %s".formatted(timer ? "timer" : "thread", thread.getName(), String.join(" < ", top(frames)));
    }

    private static List<String> top(List<String> frames) {
        return frames.subList(0, Math.min(frames.size(), 8));
    }
}
