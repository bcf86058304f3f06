package dev.windsock.channel;

import java.util.ArrayDeque;

/**
 * The cursors of one lane that read what they missed: in turn, a batch at a time, within the server's budget, so that the
 * live ones of the lane, and the sockets of its thread, get their turn in between. Used on its lane only.
 */
final class CatchUp implements Runnable {
    /** Enough to be worth a turn of the thread, and little enough for the others to wait for. */
    private static final int TURN_BYTES = 256 * 1024;

    /** What a step costs beside the bytes that it reads. */
    private static final int STEP_BYTES = 1024;

    /** A task that runs at once would keep the thread from its sockets. */
    private static final long PAUSE_MILLIS = 1;

    private final Lane lane;
    private final ArrayDeque<Cursor> waiting = new ArrayDeque<>();
    private boolean scheduled;
    private boolean running;

    CatchUp(Lane lane) {
        this.lane = lane;
    }

    /** Lets the cursor catch up, now where there is nothing in the way. */
    void add(Cursor cursor) {
        if (cursor.wait(true)) {
            waiting.add(cursor);
        }
        if (!scheduled && !running) {
            turn();
        }
    }

    @Override
    public void run() {
        scheduled = false;
        turn();
    }

    private void turn() {
        running = true;
        long used = 0;
        Cursor cursor;
        while (used < TURN_BYTES
                && (cursor = waiting.peek()) != null
                && cursor.budget().hasLeft()) {
            waiting.remove();
            cursor.wait(false);
            long bytes = STEP_BYTES + cursor.step(lane.batch());
            cursor.budget().use(bytes);
            used += bytes;
            if (cursor.wantsMore() && cursor.wait(true)) {
                waiting.add(cursor);
            }
        }
        running = false;
        if (!waiting.isEmpty()) {
            scheduled = true;
            lane.later(this, PAUSE_MILLIS);
        }
    }
}
