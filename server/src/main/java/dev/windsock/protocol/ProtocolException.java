package dev.windsock.protocol;

import org.jspecify.annotations.Nullable;

/** A request or command that cannot be carried out; its message is for the one who sent it. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient @Nullable Position position;

    public ProtocolException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /**
     * @param position the log's newest position, where that is what stood in the way
     */
    public ProtocolException(ErrorCode code, String message, @Nullable Position position) {
        // No stack trace: this is an answer to a peer, not a fault, and a stranger must not be able to make it dear.
        super(message, null, false, false);
        this.code = code;
        this.position = position;
    }

    public ErrorCode code() {
        return code;
    }

    /** The log's newest position, where that is what stood in the way. */
    public @Nullable Position position() {
        return position;
    }

    /** The message, which this type always has. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
