package dev.windsock.bench.server;

/** A contestant cannot be started or measured; the message is one line that says what to do. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public ServerException(String message) {
        super(message);
    }

    /** Creates one with its cause. */
    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
