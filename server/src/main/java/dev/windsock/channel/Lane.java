package dev.windsock.channel;

import java.util.concurrent.Executor;

/**
 * One I/O thread, as channels see it: where the subscribers that live on it are served, one task after another. Whatever
 * belongs to a lane is touched by tasks of that lane only, and so needs no lock.
 */
public final class Lane implements Executor {
    /** Runs a task on the lane's thread when the time has passed. */
    public interface Later {
        void after(Runnable task, long millis);
    }

    private final Executor thread;
    private final Later later;
    private final Batch batch = new Batch();
    private final CatchUp catchUp = new CatchUp(this);

    /**
     * @param thread runs tasks in order, one at a time, and does not run them inside {@code execute}
     * @param later the same for later; other events of the thread have their turn before
     */
    public Lane(Executor thread, Later later) {
        this.thread = thread;
        this.later = later;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** Runs a task on this lane when the time has passed. */
    public void later(Runnable task, long millis) {
        later.after(task, millis);
    }

    /** The batch that tasks of this lane use; its content lasts for one task. */
    Batch batch() {
        return batch;
    }

    /** The cursors of this lane that are behind. */
    CatchUp catchUp() {
        return catchUp;
    }
}
