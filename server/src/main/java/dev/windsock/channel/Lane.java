package dev.windsock.channel;

import java.util.concurrent.Executor;

/**
 * One I/O thread, as channels see it: where the subscribers that live on it are served, one task after another. Whatever
 * belongs to a lane is touched by tasks of that lane only, and so needs no lock.
 */
public final class Lane implements Executor {
    private final Executor thread;
    private final Batch batch = new Batch();

    /**
     * @param thread runs tasks in order, one at a time, and does not run them inside {@code execute}
     */
    public Lane(Executor thread) {
        this.thread = thread;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** The batch that tasks of this lane use; its content lasts for one task. */
    Batch batch() {
        return batch;
    }
}
