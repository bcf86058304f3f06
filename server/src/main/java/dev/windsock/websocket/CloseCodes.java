package dev.windsock.websocket;

/** RFC 6455 section 7.4, and the registry that it founded. */
final class CloseCodes {
    private CloseCodes() {}

    /** Whether a close frame may carry the code: 1004 to 1006 and 1015 are for programs to themselves only. */
    static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }
}
