package dev.windsock.server;

import dev.windsock.channel.Channels;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets channels forget what is too old, every few seconds, on a thread of its own. */
final class Sweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final long INTERVAL_SECONDS = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("windsock-sweeper").daemon().factory());
    private final Channels channels;
    private final Future<?> sweeping;

    Sweeper(Channels channels) {
        this.channels = channels;
        this.sweeping =
                thread.scheduleWithFixedDelay(this::sweep, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    /** One fault must not end the sweeping: memory would only grow from then on. */
    private void sweep() {
        try {
            channels.sweep();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Sweeping the channels failed", e);
        }
    }

    @Override
    public void close() {
        sweeping.cancel(false);
        thread.shutdown();
    }
}
