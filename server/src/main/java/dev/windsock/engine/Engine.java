package dev.windsock.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where logs live beyond the memory of this process. A log is known by its channel's name and its epoch, so that a channel
 * which is made again while its former log is still being dropped gets a new one.
 *
 * <p>After a crash at any moment, {@link #load} hands over every log that was opened and every entry whose {@link Done} said
 * that it is kept, but for what was let go of ({@link #release}, {@link #trim}, {@link #drop}): that may come back, and has
 * to be let go of again. So may entries whose publisher had not been answered yet.
 *
 * <p>Threads: {@link #load} is called once, before anything else, and calls back on its caller's thread. All other methods
 * may be called on any thread at once, also on I/O threads and from within {@link Done}, and do not block. What one thread
 * asks for, or several one after the other, is carried out in that order.
 */
public interface Engine extends AutoCloseable {
    /**
     * Hands over all that is kept, log by log.
     *
     * @throws EngineException where it cannot be read, or is damaged: then nothing of it must be used
     */
    void load(Loader loader) throws EngineException;

    /**
     * A log begins. It has to be known before its first entry; it is kept soon, and there is no telling when: after a crash
     * within that time an empty log may be unknown.
     */
    void open(String channel, String epoch);

    /**
     * Keeps an entry, and then tells so. Entries of one log are to be handed over in the order of their offsets, and are
     * told in that order.
     *
     * @return false where too much waits to be written, or the engine is closed: the entry was not taken, and {@code done}
     *     will not be called
     */
    boolean append(Entry entry, Done done);

    /** The entry's data is not needed any more, though older ones' are: it has been superseded, or has expired. */
    void release(String channel, String epoch, long offset);

    /**
     * The oldest entries are not needed any more.
     *
     * @param tail the data of entries below this offset is not needed any more
     * @param memory nothing of entries below this offset is needed any more, also not {@link Entry#withoutData what repeats
     *     are known by}; at most {@code tail}
     */
    void trim(String channel, String epoch, long tail, long memory);

    /** The log has ended, with all that is in it. */
    void drop(String channel, String epoch);

    /** Writes what waits, tells so, and lets go of files and threads. May be called twice, and blocks. */
    @Override
    void close();

    /** Takes what is kept: for each log {@link #log}, then its entries by their offsets. At most one log a channel. */
    interface Loader {
        /**
         * A log.
         *
         * @param head the offset of the newest entry there has been, 0 where there was none; holes may lie before it
         * @param tail the offset that the log was last trimmed to; 1 where it never was
         */
        void log(String channel, String epoch, long head, long tail);

        /** An entry with its data. */
        void entry(Entry entry);

        /** An entry without its data, which was released or trimmed: only what repeats are known by. */
        void remembered(Entry entry);
    }

    /**
     * Is told what became of an entry, once: on a thread of the engine's, or within {@link Engine#append}. Must be brief,
     * must not block and must not throw, since other entries wait behind it.
     */
    @FunctionalInterface
    interface Done {
        /**
         * The entry is kept, or is not.
         *
         * @param failure null where it is kept; else it is not, and its offset stays a hole
         */
        void done(@Nullable Failure failure);
    }

    /** Why an entry is not kept. */
    enum Failure {
        /** There is no room on the disk, or no right to use more of it. The next entry may find room. */
        DISK_FULL,
        /** The disk could not be written. */
        DISK_FAILED
    }
}
