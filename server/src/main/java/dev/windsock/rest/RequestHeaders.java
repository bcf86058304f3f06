package dev.windsock.rest;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a request that say on which terms a message is published. */
final class RequestHeaders {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int MAX_KEY = 255;

    /** Where headers are found; null, or none, where there is none of that name. */
    interface Values {
        @Nullable
        List<String> of(String name);
    }

    private RequestHeaders() {}

    /**
     * The idempotency key; null where there is none.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_REQUEST} where it is not one
     */
    static @Nullable String idempotencyKey(Values headers) {
        String value = single(headers, IDEMPOTENCY_KEY);
        if (value != null && !isIdempotencyKey(value)) {
            throw new ProtocolException(ErrorCode.BAD_REQUEST, "`" + IDEMPOTENCY_KEY + "` " + KEY_RULE);
        }
        return value;
    }

    /** What an idempotency key must be, for people. */
    static final String KEY_RULE = "must have 1 to " + MAX_KEY + " visible ASCII characters";

    static boolean isIdempotencyKey(String text) {
        return !text.isEmpty() && text.length() <= MAX_KEY && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /**
     * The position that {@code If-Match} states as an entity tag; null where there is none.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_POSITION} where it is not one strong entity tag with a position
     */
    static @Nullable Position ifMatch(Values headers) {
        String value = single(headers, HttpHeaders.IF_MATCH);
        if (value == null) {
            return null;
        }
        boolean quoted = value.length() > 2 && value.indexOf('"') == 0 && value.indexOf('"', 1) == value.length() - 1;
        if (!quoted) {
            throw new ProtocolException(
                    ErrorCode.BAD_POSITION, "`If-Match` is one position in quotes: \"<epoch>:<offset>\"");
        }
        return Position.parse(value.substring(1, value.length() - 1));
    }

    /**
     * Makes sure that a header is not there, where it could not be heeded.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_REQUEST} where it is
     */
    static void refuse(Values headers, String name, String instead) {
        if (headers.of(name) != null) {
            throw new ProtocolException(ErrorCode.BAD_REQUEST, "`" + name + "` means nothing here; " + instead);
        }
    }

    private static @Nullable String single(Values headers, String name) {
        List<String> values = headers.of(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new ProtocolException(ErrorCode.BAD_REQUEST, "`" + name + "` is stated more than once");
        }
        return values.getFirst().strip();
    }
}
