package dev.windsock.channel;

/** What becomes of a reader whose log has let go of what it had not read yet. */
public enum Behind {
    /** It is told the gap, and goes on with the newest publication. */
    GAP,
    /** The log keeps the newest publication of each key, so that only older ones of the same key are left out. */
    LATEST,
    /** Its connection ends; it comes back, and recovers what there is. */
    DISCONNECT
}
