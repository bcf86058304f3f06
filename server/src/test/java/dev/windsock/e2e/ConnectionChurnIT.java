package dev.windsock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * 60,000 connections of all transports come and go, and the server holds what it held before.
 *
 * <p>Before means after a warm-up of the same shape, so that caches and lazily made objects are there.
 */
final class ConnectionChurnIT {

    private static final int WARM_UP = 10_000;
    private static final int VISITS = 60_000;
    private static final int AT_ONCE = 64;

    /** 10 bytes for each connection: no object that is kept is that small. */
    private static final long HEAP_BOUND = 10L * VISITS;

    /** Of one class, in all: objects for buffers, timers and the like that are made as they are needed. */
    private static final long INSTANCE_BOUND = 200;

    private static final int THREAD_BOUND = 8;
    private static final int FILE_BOUND = 8;

    @Test
    void nothingIsLeftOfAHundredThousandConnections() throws Exception {
        try (ServerProcess server = ServerProcess.windsock()) {
            churn(server, WARM_UP);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> ProcessState.of(server.pid()).files() < AT_ONCE);
            ProcessState before = ProcessState.of(server.pid());

            churn(server, VISITS);

            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertBackAt(before, ProcessState.of(server.pid())));
            report(before, ProcessState.of(server.pid()));
            assertThat(server.stderr()).as("log").isEmpty();
        }
    }

    private static void assertBackAt(ProcessState before, ProcessState after) {
        assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + FILE_BOUND);
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + THREAD_BOUND);
        assertThat(after.instances())
                .allSatisfy((name, count) -> assertThat(count - instances(before, name))
                        .as("%s: %d, more than before", name, count)
                        .isLessThanOrEqualTo(ours(name) ? INSTANCE_BOUND : VISITS / 10));
        assertThat(after.heapBytes() - before.heapBytes()).as("heap grown by").isLessThanOrEqualTo(HEAP_BOUND);
    }

    private static void report(ProcessState before, ProcessState after) {
        System.out.printf(
                "%,d connections later: live heap %,d -> %,d bytes, threads %d -> %d, files %d -> %d%n",
                VISITS,
                before.heapBytes(),
                after.heapBytes(),
                before.threads(),
                after.threads(),
                before.files(),
                after.files());
    }

    private static boolean ours(String className) {
        return className.startsWith("dev.windsock.")
                || className.startsWith("org.atmosphere.")
                || className.startsWith("io.undertow.")
                || className.startsWith("org.xnio.");
    }

    private static long instances(ProcessState state, String className) {
        return state.instances().getOrDefault(className, 0L);
    }

    private static void churn(ServerProcess server, int visits) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Map<String, IOException> failures = new ConcurrentHashMap<>();
        CountDownLatch done = new CountDownLatch(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    for (int number = next.getAndIncrement(); number < visits; number = next.getAndIncrement()) {
                        visit(server, number, failures);
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        assertThat(failures).isEmpty();
    }

    private static void visit(ServerProcess server, int number, Map<String, IOException> failures) {
        try {
            Visitor.visit(server.port(), number);
        } catch (IOException failure) {
            failures.put(Visitor.values()[number % Visitor.values().length] + ": " + failure.getMessage(), failure);
        }
    }
}
