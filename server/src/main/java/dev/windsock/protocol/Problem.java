package dev.windsock.protocol;

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
        return Json.object(out -> {
            out.writeStringField("type", TYPES + code.code());
            out.writeStringField("title", code.title());
            out.writeNumberField("status", code.status());
            out.writeStringField("detail", detail);
        });
    }
}
