package dev.windsock.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import dev.windsock.protocol.Start;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscriber that notes what it gets, and insists on order: each offset once, or a gap that tells what is missing. */
final class Reader implements Subscriber {
    static final int UNLIMITED = Integer.MAX_VALUE;

    private final Encoding encoding;
    private final List<String> heard = new ArrayList<>();
    private final List<Integer> takes = new ArrayList<>();
    private int room = UNLIMITED;
    private boolean full;
    private long had = -1;
    private boolean jumps;
    private Runnable onTake = () -> {};
    private @Nullable Cursor cursor;
    private @Nullable Opening opening;

    Reader() {
        this(new PlainEncoding(0, "p"));
    }

    Reader(Encoding encoding) {
        this.encoding = encoding;
    }

    /** Opens a cursor, which is not started. */
    Cursor open(Channels channels, String channel, HandLane lane, @Nullable Position since) {
        return open(channels, channel, lane, since == null ? Start.NOW : Start.after(since));
    }

    private Cursor open(Channels channels, String channel, HandLane lane, Start start) {
        Cursor opened = channels.open(channel, lane.lane(), this, start);
        opening = opened.opening();
        cursor = opened;
        return opened;
    }

    Reader start(Channels channels, String channel, HandLane lane, @Nullable Position since) {
        open(channels, channel, lane, since).start();
        return this;
    }

    /** What opening the cursor found. */
    Opening opening() {
        if (opening == null) {
            throw new IllegalStateException("Not opened");
        }
        return opening;
    }

    Cursor cursor() {
        if (cursor == null) {
            throw new IllegalStateException("Not opened");
        }
        return cursor;
    }

    /** From now on it takes so many publications and is full then. */
    void room(int publications) {
        room = publications;
    }

    /** Offsets may be left out without a word. */
    Reader jumps() {
        jumps = true;
        return this;
    }

    /** Begins where it is told. */
    Reader start(Channels channels, HandLane lane, Start start) {
        open(channels, "c", lane, start).start();
        return this;
    }

    /** Whether it has taken less than it was offered, and has to call when there is room again. */
    boolean isFull() {
        return full;
    }

    /** Called at the end of each take that takes something. */
    void onTake(Runnable task) {
        onTake = task;
    }

    /** What came: offsets, and gaps as {@code after…next}. */
    List<String> heard() {
        return heard;
    }

    /** How many publications came at once, each time. */
    List<Integer> takes() {
        return takes;
    }

    /** The offset of the last publication that it had, or of the one before the next as a gap told it. */
    long had() {
        return had;
    }

    @Override
    public Encoding encoding() {
        return encoding;
    }

    @Override
    public boolean isReady() {
        full |= room == 0;
        return !full;
    }

    @Override
    public int take(Batch batch, int from, int to) {
        assertThat(from).isBetween(0, batch.count() - 1);
        assertThat(to).isBetween(from + 1, batch.count());
        assertThat(batch.bytes(encoding, from, to).hasRemaining()).isTrue();
        int n = Math.min(room, to - from);
        for (int i = from; i < from + n; i++) {
            long offset = batch.get(i).position().offset();
            if (had >= 0 && jumps) {
                assertThat(offset).as("after %s", heard).isGreaterThan(had);
            } else if (had >= 0) {
                assertThat(offset).as("after %s", heard).isEqualTo(had + 1);
            }
            had = offset;
            heard.add(Long.toString(offset));
        }
        full = n < to - from;
        if (room != UNLIMITED) {
            room -= n;
        }
        if (n > 0) {
            takes.add(n);
            onTake.run();
        }
        return n;
    }

    @Override
    public void gap(String channel, Position after, Position next) {
        if (had >= 0) {
            assertThat(after.offset()).as("after %s", heard).isEqualTo(had);
            assertThat(next.offset()).isGreaterThan(after.offset() + 1);
        }
        assertThat(cursor().channel()).isEqualTo(channel);
        had = next.offset() - 1;
        heard.add(after + "…" + next);
    }

    @Override
    public void paused(String channel, Position position, Position head) {
        heard.add("paused at " + position.offset() + " of " + head.offset());
    }

    @Override
    public void live(String channel, Position position) {
        heard.add("live at " + position.offset());
    }

    @Override
    public void tooSlow(String channel) {
        heard.add("too slow");
        cursor().close();
    }

    @Override
    public String toString() {
        return (full ? "full, " : "") + (cursor == null ? "" : cursor.position() + ", ") + heard;
    }
}
