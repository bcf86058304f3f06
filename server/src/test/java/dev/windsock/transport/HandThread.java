package dev.windsock.transport;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/** An I/O thread that is none: its one timer ticks when the test says so. */
final class HandThread extends XnioIoThread {
    private @Nullable Runnable timer;
    private long millis;

    @SuppressWarnings("NullAway") // no worker is behind it
    HandThread() {
        super(null, 0);
    }

    boolean hasTimer() {
        return timer != null;
    }

    long intervalMillis() {
        return millis;
    }

    void tick(int times) {
        for (int i = 0; i < times; i++) {
            if (timer != null) {
                timer.run();
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Key executeAfter(Runnable task, long time, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
        if (timer != null) {
            throw new AssertionError("There is a timer already");
        }
        timer = task;
        millis = unit.toMillis(time);
        return () -> {
            timer = null;
            return true;
        };
    }
}
