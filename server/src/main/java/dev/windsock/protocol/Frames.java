package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server's frames as JSON: PROTOCOL.md sections 2 to 8. */
public final class Frames {
    private static final Frame PING = new Frame("ping", "{\"ping\":{}}".getBytes(StandardCharsets.UTF_8));

    private Frames() {}

    /**
     * What a subscriber is told at the start: the log's newest position, and, where it had stated a position, whether
     * all that it missed follows; or why it is not subscribed.
     */
    public record Subscribed(
            @Nullable Position head,
            @Nullable Boolean recovered,
            @Nullable ErrorCode error,
            @Nullable String message) {
        public static Subscribed at(Position head, @Nullable Boolean recovered) {
            return new Subscribed(head, recovered, null, null);
        }

        public static Subscribed refused(ProtocolException e) {
            return new Subscribed(null, null, e.code(), e.getMessage());
        }
    }

    /**
     * What a client is told when it has connected.
     *
     * @param session null but on SSE by POST
     */
    public record Connected(
            @Nullable String client,
            @Nullable String session,
            String transport,
            String server,
            long pingMillis,
            int maxMessage,
            int maxChannels) {}

    public static Frame connect(long id, Connected connected, Map<String, Subscribed> channels) {
        return reply(id, "connect", out -> {
            optional(out, "client", connected.client());
            optional(out, "session", connected.session());
            out.writeStringField("transport", connected.transport());
            out.writeStringField("server", connected.server());
            out.writeNumberField("ping", connected.pingMillis());
            out.writeObjectFieldStart("limits");
            out.writeNumberField("message", connected.maxMessage());
            out.writeNumberField("channels", connected.maxChannels());
            out.writeEndObject();
            out.writeObjectFieldStart("channels");
            for (Map.Entry<String, Subscribed> entry : channels.entrySet()) {
                out.writeObjectFieldStart(entry.getKey());
                subscribed(out, entry.getValue());
                out.writeEndObject();
            }
            out.writeEndObject();
        });
    }

    public static Frame subscribe(long id, String channel, Subscribed subscribed) {
        return reply(id, "subscribe", out -> {
            out.writeStringField("channel", channel);
            subscribed(out, subscribed);
        });
    }

    private static void subscribed(JsonGenerator out, Subscribed subscribed) throws IOException {
        if (subscribed.head() != null) {
            position(out, subscribed.head());
        }
        if (subscribed.recovered() != null) {
            out.writeBooleanField("recovered", subscribed.recovered());
        }
        if (subscribed.error() != null) {
            error(out, subscribed.error(), String.valueOf(subscribed.message()));
        }
    }

    public static Frame unsubscribe(long id, String channel) {
        return reply(id, "unsubscribe", out -> out.writeStringField("channel", channel));
    }

    public static Frame publish(long id, String channel, Position position, int subscribers) {
        return reply(id, "publish", out -> published(out, channel, position, subscribers));
    }

    /** The members that tell where a publication is, on the wire and over REST alike. */
    public static void published(JsonGenerator out, String channel, Position position, int subscribers)
            throws IOException {
        out.writeStringField("channel", channel);
        position(out, position);
        out.writeNumberField("subscribers", subscribers);
    }

    public static Frame pong(long id) {
        return reply(id, "ping", out -> {});
    }

    /** The server's question whether the client is there. */
    public static Frame ping() {
        return PING;
    }

    public static Frame error(long id, ErrorCode code, String message) {
        return new Frame("error", Json.object(out -> {
            id(out, id);
            error(out, code, message);
        }));
    }

    /** Writes the member {@code error}, on the wire and over REST alike. */
    public static void error(JsonGenerator out, ErrorCode code, String message) throws IOException {
        out.writeObjectFieldStart("error");
        out.writeStringField("code", code.code());
        out.writeStringField("message", message);
        out.writeEndObject();
    }

    public static Frame gap(String channel, Position after, Position next) {
        return reply(0, "gap", out -> {
            out.writeStringField("channel", channel);
            out.writeObjectFieldStart("after");
            position(out, after);
            out.writeEndObject();
            out.writeObjectFieldStart("next");
            position(out, next);
            out.writeEndObject();
        });
    }

    public static Frame close(CloseCode code, String reason) {
        return reply(0, "close", out -> {
            out.writeStringField("code", code.code());
            out.writeStringField("reason", reason);
            out.writeBooleanField("reconnect", code.reconnect());
        });
    }

    /** A publication; written by hand since it is the one frame that is made for every message. */
    public static byte[] publication(String channel, Position position, byte[] data) {
        String head = "{\"publication\":{\"channel\":\"" + channel + "\",\"epoch\":\"" + position.epoch()
                + "\",\"offset\":" + position.offset() + ",\"data\":";
        byte[] frame = new byte[head.length() + data.length + 2];
        byte[] headBytes = head.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(headBytes, 0, frame, 0, headBytes.length);
        System.arraycopy(data, 0, frame, headBytes.length, data.length);
        frame[frame.length - 2] = '}';
        frame[frame.length - 1] = '}';
        return frame;
    }

    private static Frame reply(long id, String kind, Json.Body body) {
        return new Frame(kind, Json.object(out -> {
            id(out, id);
            out.writeObjectFieldStart(kind);
            body.write(out);
            out.writeEndObject();
        }));
    }

    private static void id(JsonGenerator out, long id) throws IOException {
        if (id != 0) {
            out.writeNumberField("id", id);
        }
    }

    private static void position(JsonGenerator out, Position position) throws IOException {
        out.writeStringField("epoch", position.epoch());
        out.writeNumberField("offset", position.offset());
    }

    private static void optional(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }
}
