package dev.windsock.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Where a reader of a channel begins: PROTOCOL.md section 5.1.
 *
 * @param since the position of the last publication that it has; null for "from now on"
 * @param newest of what it would get, how many of the newest; {@link #ALL} for all
 * @param credit how much of what was missed it takes before it asks for more; {@link #ALL} for all
 */
public record Start(@Nullable Position since, int newest, long credit) {
    /** No bound. */
    public static final int ALL = -1;

    /** With what comes. */
    public static final Start NOW = new Start(null, ALL, ALL);

    /** The most that {@link #newest} may be. */
    public static final int MAX_NEWEST = 1000;

    public Start {
        if (newest != ALL && (newest < 0 || newest > MAX_NEWEST)) {
            throw new ProtocolException(ErrorCode.BAD_COMMAND, "`newest` must be from 0 to " + MAX_NEWEST);
        }
        if (credit != ALL && credit < 1) {
            throw new ProtocolException(ErrorCode.BAD_COMMAND, "`credit` must be 1 or more");
        }
    }

    /** After a position, with all that was missed. */
    public static Start after(Position since) {
        return new Start(since, ALL, ALL);
    }
}
