package dev.windsock.channel;

import org.jspecify.annotations.Nullable;

/**
 * The publications of one channel that are still kept. Offsets grow, and may jump. Not thread-safe: its channel guards it.
 */
interface Log {
    /** The log for these rules. */
    static Log of(Rules rules) {
        return rules.behind() == Behind.LATEST ? new LatestLog(rules) : new RingLog(rules);
    }

    /** The newest offset there has been, 0 where there was none. */
    long head();

    /** Moves the head on, past offsets that never got a publication. */
    void advance(long head);

    /** The newest offset of what was let go of although readers might still have wanted it; 0 where there is none. */
    long lost();

    /** How many publications are kept. */
    int size();

    /** Their weight. */
    long bytes();

    /** Appends at an offset above the head, and returns the publication whose place it takes, if any. */
    @Nullable
    Publication append(Publication publication);

    /** Tells a log that is empty yet what had been let go of before. */
    void restore(long lost);

    /** Lets go of what is beyond the limits, or expired at the log's old end. */
    void trim(long nowMillis);

    /** Lets go of all. */
    void clear();

    /** The oldest publication that is kept at this offset or after, and has not expired. */
    @Nullable
    Publication next(long from, long nowMillis);

    /** The newest publication that is kept before this offset, and has not expired. */
    @Nullable
    Publication previous(long before, long nowMillis);

    /** Below this offset nothing is kept. */
    long oldest();
}
