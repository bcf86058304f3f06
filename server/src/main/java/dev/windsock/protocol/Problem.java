package dev.windsock.protocol;

import org.jspecify.annotations.Nullable;

/** Problem documents: RFC 9457. */
public final class Problem {
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPES = "https://windsock.dev/problems/";

    private Problem() {}

    /**
     * A problem document.
     *
     * @param detail what was wrong this time, and what to do, for the one who asked
     */
    public static byte[] json(ErrorCode code, String detail) {
        return json(code, detail, null);
    }

    /**
     * A problem document.
     *
     * @param position the log's newest position, where that is what was wrong: its members {@code epoch} and {@code offset}
     */
    public static byte[] json(ErrorCode code, String detail, @Nullable Position position) {
        return Json.object(out -> {
            out.writeStringField("type", TYPES + code.code());
            out.writeStringField("title", code.title());
            out.writeNumberField("status", code.status());
            out.writeStringField("detail", detail);
            if (position != null) {
                Frames.position(out, position);
            }
        });
    }
}
