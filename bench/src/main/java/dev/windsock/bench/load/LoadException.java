package dev.windsock.bench.load;

/** A contestant did something that makes its figures worthless; the message says what. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public LoadException(String message) {
        super(message);
    }

    /** Creates one with its cause. */
    public LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
