package dev.windsock.engine;

/** What was read is not what was written. The message says what is wrong with it; the catcher knows where it is. */
final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;

    DamageException(String message) {
        super(message);
    }
}
