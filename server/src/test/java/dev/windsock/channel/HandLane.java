package dev.windsock.channel;

import java.util.ArrayDeque;

/** A lane whose tasks run when the test says so. */
final class HandLane {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final Lane lane = new Lane(tasks::add, (task, millis) -> tasks.add(task));

    Lane lane() {
        return lane;
    }

    int pending() {
        return tasks.size();
    }

    boolean runOne() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Runs tasks until there is none, those included that come up meanwhile. */
    void run() {
        int rounds = 0;
        while (runOne()) {
            if (++rounds > 100_000) {
                throw new AssertionError("The lane does not come to rest");
            }
        }
    }
}
