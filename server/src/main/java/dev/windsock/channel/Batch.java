package dev.windsock.channel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive publications of one channel on their way out: for each form, one buffer outside the heap in which they lie
 * end to end, so that any subscriber's write is one system call on shared bytes. Each I/O thread has one and uses it
 * again and again. Not thread-safe.
 */
public final class Batch {
    /** Enough to keep a socket busy; few enough that other connections of the thread get their turn. */
    static final int MAX_COUNT = 512;

    static final int MAX_BYTES = 128 * 1024;

    private final Publication[] publications = new Publication[MAX_COUNT];
    private final @Nullable Form[] forms = new Form[Encoding.SLOTS];
    private int count;
    private int bytes;
    private long from;
    private long through;

    /** The publications in one form. */
    private static final class Form {
        private ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        private final int[] ends = new int[MAX_COUNT];
        private boolean filled;
    }

    /** Empties it, to hold what a log has from an offset on. */
    void clear(long fromOffset) {
        java.util.Arrays.fill(publications, 0, count, null);
        count = 0;
        bytes = 0;
        from = fromOffset;
        through = fromOffset - 1;
        for (Form form : forms) {
            if (form != null) {
                form.filled = false;
            }
        }
    }

    /** Adds a publication if there is room; there always is for the first. */
    boolean add(Publication publication) {
        int size = publication.data().length;
        if (count == MAX_COUNT || count > 0 && bytes + size > MAX_BYTES) {
            return false;
        }
        publications[count++] = publication;
        bytes += size;
        return true;
    }

    /** How many publications there are. */
    public int count() {
        return count;
    }

    /** Says up to which offset it holds all that the log has. */
    void through(long offset) {
        through = offset;
    }

    /** The offset from which on it holds all that the log has. */
    long from() {
        return from;
    }

    /** The offset up to which it holds all that the log has. */
    long through() {
        return through;
    }

    /** The bytes of the publications' data, all told. */
    int dataBytes() {
        return bytes;
    }

    /** The index of the first publication at the offset or after; {@link #count} where there is none. */
    int indexOf(long offset) {
        if (count == 0 || offset <= publications[0].offset()) {
            return 0;
        }
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (publications[middle].offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The publication at an index. */
    public Publication get(int index) {
        return publications[index];
    }

    /**
     * The bytes of the publications from one index up to another, in the form. The buffer is shared: it may be read until
     * the next call, and must not be kept or changed.
     *
     * @param to the index after the last
     */
    public ByteBuffer bytes(Encoding encoding, int first, int to) {
        Form form = form(encoding);
        form.buffer.limit(form.ends[to - 1]).position(first == 0 ? 0 : form.ends[first - 1]);
        return form.buffer;
    }

    /** Where in the buffer of {@link #bytes} the publication at the index ends. */
    public int end(Encoding encoding, int index) {
        return form(encoding).ends[index];
    }

    private Form form(Encoding encoding) {
        Form form = forms[encoding.slot()];
        if (form == null) {
            form = new Form();
            forms[encoding.slot()] = form;
        }
        if (!form.filled) {
            fill(form, encoding);
        }
        return form;
    }

    private void fill(Form form, Encoding encoding) {
        int size = 0;
        for (int i = 0; i < count; i++) {
            size += publications[i].encoded(encoding).length;
        }
        if (form.buffer.capacity() < size) {
            form.buffer = ByteBuffer.allocateDirect(Math.max(size, 2 * form.buffer.capacity()));
        }
        form.buffer.clear();
        for (int i = 0; i < count; i++) {
            form.buffer.put(publications[i].encoded(encoding));
            form.ends[i] = form.buffer.position();
        }
        form.filled = true;
    }
}
