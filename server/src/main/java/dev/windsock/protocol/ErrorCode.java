package dev.windsock.protocol;

/** What can be wrong with a request or a command; the one table behind the wire's error codes and HTTP's statuses. */
public enum ErrorCode {
    BAD_JSON("bad-json", 400, "Bad JSON"),
    BAD_COMMAND("bad-command", 400, "Bad command"),
    BAD_CHANNEL("bad-channel", 400, "Bad channel name"),
    BAD_POSITION("bad-position", 400, "Bad position"),
    BAD_REQUEST("bad-request", 400, "Bad request"),
    NOT_CONNECTED("not-connected", 400, "Not connected"),
    ALREADY_CONNECTED("already-connected", 400, "Already connected"),
    TOO_MANY_CHANNELS("too-many-channels", 400, "Too many channels"),
    FORBIDDEN("forbidden", 403, "Forbidden"),
    TRANSPORT_NOT_OFFERED("transport-not-offered", 403, "Transport not offered"),
    FORBIDDEN_ORIGIN("forbidden-origin", 403, "Origin not allowed"),
    NOT_FOUND("not-found", 404, "Not found"),
    UNKNOWN_SESSION("unknown-session", 404, "Unknown session"),
    NO_PRESENCE("no-presence", 404, "No presence"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
    ALREADY_SUBSCRIBED("already-subscribed", 409, "Already subscribed"),
    NOT_SUBSCRIBED("not-subscribed", 409, "Not subscribed"),
    KEY_REUSED("key-reused", 409, "Idempotency key reused"),
    OUT_OF_ORDER("out-of-order", 409, "Out of order"),
    PRECONDITION_FAILED("precondition-failed", 412, "Precondition failed"),
    TOO_LARGE("too-large", 413, "Too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Unsupported media type"),
    INTERNAL("internal", 500, "Internal error"),
    DISK_FAILED("disk-failed", 500, "Disk failed"),
    FULL("full", 503, "Full"),
    DISK_FULL("disk-full", 507, "Disk full");

    private final String code;
    private final int status;
    private final String title;

    ErrorCode(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The code on the wire, and the last segment of a problem document's type. */
    public String code() {
        return code;
    }

    /** The HTTP status that carries it. */
    public int status() {
        return status;
    }

    /** The title of its problem document (RFC 9457 section 3.1.3). */
    public String title() {
        return title;
    }
}
