package dev.windsock.protocol;

/** A request or command that cannot be carried out; its message is for the one who sent it. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public ProtocolException(ErrorCode code, String message) {
        // No stack trace: this is an answer to a peer, not a fault, and a stranger must not be able to make it dear.
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** The message, which this type always has. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
