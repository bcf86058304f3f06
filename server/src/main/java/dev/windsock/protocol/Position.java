package dev.windsock.protocol;

/**
 * A place in one channel's log.
 *
 * @param epoch which log: changes when a channel's log begins anew
 * @param offset which publication of it, counted from 1; 0 is the place before the first
 */
public record Position(String epoch, long offset) {
    private static final int MAX_EPOCH = 64;

    public Position {
        if (epoch.isEmpty() || epoch.length() > MAX_EPOCH || offset < 0) {
            throw new ProtocolException(
                    ErrorCode.BAD_POSITION,
                    "A position is an epoch of 1 to " + MAX_EPOCH + " characters and an offset of 0 or more");
        }
    }

    /**
     * Reads {@code <epoch>:<offset>}, the form of an SSE event id.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_POSITION} where it is not of that form
     */
    public static Position parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                return new Position(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
            } catch (NumberFormatException e) {
                // told below, as for every other form that is not a position
            }
        }
        throw new ProtocolException(ErrorCode.BAD_POSITION, "A position is written <epoch>:<offset>");
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return epoch + ':' + offset;
    }
}
