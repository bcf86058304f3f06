package dev.windsock.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One I/O thread, as channels see it: where the subscribers that live on it are served, one task after another. Whatever
 * belongs to a lane is touched by tasks of that lane only, and so needs no lock.
 */
public final class Lane implements Executor {
    /** Runs a task on the lane's thread when the time has passed. */
    public interface Later {
        void after(Runnable task, long millis);
    }

    /*
     * Only the lane's thread writes them, so that they cost it no more than a store; who reads them on another sees a value
     * that was true a moment ago.
     */
    private static final VarHandle DELIVERED;

    private static final VarHandle SENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            DELIVERED = lookup.findVarHandle(Lane.class, "delivered", long.class);
            SENT = lookup.findVarHandle(Lane.class, "sent", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The lane of this thread, while it holds. */
    private static final ThreadLocal<@Nullable Lane> HOLDING = new ThreadLocal<>();

    private final Executor thread;
    private final Later later;
    private final Batch batch = new Batch();
    private final CatchUp catchUp = new CatchUp(this);
    private final List<Group> held = new ArrayList<>();
    private boolean holding;
    private long delivered;
    private long sent;

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

    /**
     * Until {@link #release}, what is published on this thread wakes no group, so that they find all of it, and not the first
     * of it alone. Called on the lane, by whoever knows that more is about to be published.
     */
    public void hold() {
        if (!holding) {
            holding = true;
            HOLDING.set(this);
        }
    }

    /** Wakes the groups that were to be woken since {@link #hold}, where it was called. Called on the lane. */
    public void release() {
        if (holding) {
            holding = false;
            HOLDING.set(null);
            held.forEach(group -> group.lane().execute(group));
            held.clear();
        }
    }

    /** Runs the group on its lane, soon. Called on any thread. */
    static void wake(Group group) {
        Lane here = HOLDING.get();
        if (here == null) {
            group.lane().execute(group);
        } else {
            here.held.add(group);
        }
    }

    /** Runs a task on this lane when the time has passed. */
    public void later(Runnable task, long millis) {
        later.after(task, millis);
    }

    /** Subscribers have taken so many publications. */
    void delivered(long publications) {
        DELIVERED.setOpaque(this, delivered + publications);
    }

    /** Carriers have given so many bytes to their sockets. */
    public void sent(long bytes) {
        SENT.setOpaque(this, sent + bytes);
    }

    /** How many publications subscribers have taken; may be called on any thread. */
    public long delivered() {
        return (long) DELIVERED.getOpaque(this);
    }

    /** How many bytes carriers have given to their sockets; may be called on any thread. */
    public long sent() {
        return (long) SENT.getOpaque(this);
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
