package dev.windsock.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Timer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Test classes that {@link LeakExtensionTest} runs by itself; nested, so that no other run finds them. */
final class SeededLeaks {

    private static final Deque<AutoCloseable> LEAKED = new ArrayDeque<>();

    private SeededLeaks() {}

    static void closeAll() throws Exception {
        while (!LEAKED.isEmpty()) {
            LEAKED.pop().close();
        }
    }

    private static void startWaiting(Thread.Builder builder) {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = builder.start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        LEAKED.push(() -> {
            end.countDown();
            thread.join();
        });
    }

    private static ServerSocket listen() throws Exception {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    static class Leaky {

        @Test
        void leavesAThread() {
            startWaiting(Thread.ofPlatform().name("left"));
        }

        @Test
        void leavesAVirtualThread() {
            startWaiting(Thread.ofVirtual().name("virtually left"));
        }

        @Test
        void leavesAScheduledExecutor() throws Exception {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
            LEAKED.push(executor::shutdownNow);
            assertThat(executor.schedule(() -> "done", 0, TimeUnit.HOURS).get()).isEqualTo("done");
        }

        @Test
        void leavesATimer() {
            LEAKED.push(new Timer()::cancel);
        }

        @Test
        void leavesAListener() throws Exception {
            LEAKED.push(listen());
        }

        @Test
        void leavesAnUnboundSocket() throws Exception {
            LEAKED.push(SocketChannel.open());
        }

        @Test
        void leavesAConnection() throws Exception {
            try (ServerSocket server = listen()) {
                LEAKED.push(new Socket(server.getInetAddress(), server.getLocalPort()));
                LEAKED.push(server.accept());
            }
        }
    }

    static class Tidy {

        @Test
        void closesItsSockets() throws Exception {
            try (ServerSocket server = listen();
                    Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }

        @Test
        void readsOnVirtualThreadsOnly() throws Exception {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                    ServerSocket server = listen();
                    Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                accepted.setSoTimeout(3_600_000);
                Future<Integer> read =
                        executor.submit(() -> accepted.getInputStream().read());
                await().until(() -> VirtualThreads.live().values().stream()
                        .anyMatch(thread -> thread.get().contains("Socket$SocketInputStream.read")
                                && thread.get().contains("VirtualThread.park")));
                client.getOutputStream().write(7);
                assertThat(read.get()).isEqualTo(7);
            }
        }

        @Test
        void endsItsThreads() throws Exception {
            try (ExecutorService executor = Executors.newCachedThreadPool()) {
                assertThat(executor.submit(() -> "done").get()).isEqualTo("done");
            }
        }
    }

    static class Sharing {

        private static ExecutorService executor;

        @BeforeAll
        static void open() {
            executor = Executors.newCachedThreadPool();
        }

        @AfterAll
        static void close() {
            executor.close();
        }

        @Test
        void letsItGrow() throws Exception {
            assertThat(executor.submit(() -> "done").get()).isEqualTo("done");
        }
    }

    static class LeakyClass {

        @BeforeAll
        static void open() {
            startWaiting(Thread.ofPlatform().name("shared"));
        }

        @Test
        void passes() {
            assertThat(LEAKED).hasSize(1);
        }
    }
}
