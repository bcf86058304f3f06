package dev.windsock.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Publishes by several writers at once, each of which repeats what it got no answer to, and the ledger of the answers. */
final class PublishLoad implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 120_000;

    /** How many may be answered beyond those that are waited for, so that the writers are busy at the kill. */
    private static final int AHEAD = 3000;

    private final KilledServer server;
    private final AtomicBoolean finishing = new AtomicBoolean();
    private final Map<String, String> answered = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private int repeated;
    private int allowed = AHEAD;

    /** Publishes by whatever means. */
    @FunctionalInterface
    interface Writer {
        /** Publishes some messages, those first that it got no answer to; ends early where the server does. */
        void round(int port) throws IOException;
    }

    PublishLoad(KilledServer server, List<String> channels) {
        this.server = server;
        for (String channel : channels) {
            start(new KeyedWriter(channel, "single" + threads.size(), 1, this));
            start(new KeyedWriter(channel, "batch" + threads.size(), 20, this));
            start(new NumberedWriter(channel, "numbered" + threads.size(), this));
        }
    }

    private void start(Writer writer) {
        threads.add(Thread.ofPlatform().name("writer " + threads.size()).start(() -> write(writer)));
    }

    private void write(Writer writer) {
        try {
            while (!finishing.get()) {
                awaitLeave();
                int starts = server.starts();
                try {
                    writer.round(server.port());
                } catch (IOException killed) {
                    countRepeat();
                    server.awaitStart(starts);
                }
            }
        } catch (InterruptedException | RuntimeException e) {
            fail(String.valueOf(e));
        }
    }

    /** Waits until more may be published: reading back must not be outrun. */
    private synchronized void awaitLeave() throws InterruptedException {
        while (answered.size() >= allowed && !finishing.get()) {
            wait();
        }
    }

    private synchronized void countRepeat() {
        repeated++;
    }

    private synchronized void fail(String failure) {
        failures.add(failure);
        notifyAll();
    }

    /** The server has said where this message is. */
    synchronized void answer(String text, String place) {
        String before = answered.put(text, place);
        if (before != null && !before.equals(place)) {
            failures.add(text + " was said to be at " + before + " and then at " + place);
        }
        notifyAll();
    }

    /** Waits for so many answers more. */
    synchronized void awaitAnswers(int count) throws InterruptedException {
        int until = answered.size() + count;
        allowed = until + AHEAD;
        notifyAll();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (answered.size() < until && failures.isEmpty()) {
            long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                throw new IllegalStateException("Only " + answered.size() + " answers of " + until);
            }
            wait(left);
        }
    }

    /** Message to place. */
    synchronized Map<String, String> answered() {
        return Map.copyOf(answered);
    }

    /** How many rounds had to be published again. */
    synchronized int repeated() {
        return repeated;
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    private synchronized void end() {
        finishing.set(true);
        notifyAll();
    }

    /** Ends when all that was published has been answered. */
    void finish() throws InterruptedException {
        end();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void close() {
        end();
        threads.forEach(Thread::interrupt);
    }
}
