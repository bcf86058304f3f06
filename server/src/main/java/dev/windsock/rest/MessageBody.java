package dev.windsock.rest;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.ProtocolException;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes JSON of a request's body, by its media type. */
final class MessageBody {
    private enum Form {
        JSON,
        TEXT,
        /** What {@code curl -d} and sloppy clients send: the type says nothing about the body. */
        EITHER
    }

    private MessageBody() {}

    /**
     * The message that the body is: JSON as it stands, text as a JSON string, and JSON or else text where the media type
     * is absent or that of an HTML form.
     *
     * @throws ProtocolException where the body is empty, not of the type that it is said to be, or of no type that a
     *     message can have
     */
    static byte[] message(@Nullable String contentType, byte[] body) {
        Form form = form(contentType);
        requireContent(body);
        return switch (form) {
            case JSON -> Json.value(body);
            case TEXT -> Json.string(Json.text(body));
            case EITHER -> jsonOrText(body);
        };
    }

    /**
     * The body as JSON on one line.
     *
     * @throws ProtocolException where it is empty, not JSON, or said to be something else
     */
    static byte[] json(@Nullable String contentType, byte[] body) {
        if (form(contentType) == Form.TEXT) {
            throw unsupported(contentType, "application/json");
        }
        requireContent(body);
        return Json.value(body);
    }

    private static void requireContent(byte[] body) {
        if (body.length == 0) {
            throw new ProtocolException(ErrorCode.BAD_REQUEST, "The body is empty");
        }
    }

    private static byte[] jsonOrText(byte[] body) {
        try {
            return Json.value(body);
        } catch (ProtocolException e) {
            return Json.string(Json.text(body));
        }
    }

    private static Form form(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return Form.EITHER;
        }
        // What nearly every request says, without the cost of parsing it.
        if (contentType.equals(MediaType.APPLICATION_JSON)) {
            return Form.JSON;
        }
        MediaType type = parse(contentType);
        requireUtf8(contentType, type.getParameters().get(MediaType.CHARSET_PARAMETER));
        return form(contentType, type);
    }

    private static Form form(String contentType, MediaType type) {
        String name = (type.getType() + '/' + type.getSubtype()).toLowerCase(Locale.ROOT);
        if (name.startsWith("text/")) {
            return Form.TEXT;
        }
        if (name.endsWith("+json") || name.equals(MediaType.APPLICATION_JSON)) {
            return Form.JSON;
        }
        if (name.equals(MediaType.APPLICATION_FORM_URLENCODED)) {
            return Form.EITHER;
        }
        throw unsupported(contentType, "application/json or text/plain");
    }

    private static MediaType parse(String contentType) {
        try {
            return MediaType.valueOf(contentType);
        } catch (IllegalArgumentException e) {
            throw unsupported(contentType, "application/json or text/plain");
        }
    }

    private static void requireUtf8(String contentType, @Nullable String charset) {
        boolean utf8 = charset == null || charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("us-ascii");
        if (!utf8) {
            throw unsupported(contentType, "UTF-8");
        }
    }

    private static ProtocolException unsupported(@Nullable String contentType, String instead) {
        return new ProtocolException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body is said to be " + contentType + "; send " + instead);
    }
}
