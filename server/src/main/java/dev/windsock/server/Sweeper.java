package dev.windsock.server;

import dev.windsock.channel.Channels;
import dev.windsock.presence.Presence;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets channels forget what is too old, and clients leave whose lease has ended, now and then, on a thread of its own. */
final class Sweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final long CHANNELS_MILLIS = 5_000;
    private static final long CLIENTS_MILLIS = 1_000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("windsock-sweeper").daemon().factory());

    Sweeper(Channels channels, Presence presence) {
        every(CHANNELS_MILLIS, channels::sweep);
        every(CLIENTS_MILLIS, presence::sweep);
    }

    private void every(long millis, Runnable sweep) {
        var unused = thread.scheduleWithFixedDelay(() -> carefully(sweep), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** One fault must not end the sweeping: memory would only grow from then on. */
    private static void carefully(Runnable sweep) {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Sweeping failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
