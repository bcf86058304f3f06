package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server's frames as JSON: PROTOCOL.md sections 2 to 8. */
public final class Frames {
    private static final Frame PING = new Frame("ping", "{\"ping\":{}}".getBytes(StandardCharsets.UTF_8));

    /** The kind of {@link #padding}. */
    public static final String PADDING = "padding";

    private Frames() {}

    /**
     * What a subscriber is told at the start: the log's newest position; where it had stated a position, whether all that
     * it missed follows; and between which positions there is what is left out; or why it is not subscribed.
     */
    public record Subscribed(
            @Nullable Position head,
            @Nullable Boolean recovered,
            @Nullable Position skippedAfter,
            @Nullable Position skippedNext,
            @Nullable ProtocolException refusal) {
        public static Subscribed refused(ProtocolException e) {
            return new Subscribed(null, null, null, null, e);
        }
    }

    /**
     * What a client is told when it has connected.
     *
     * @param client its instance id, and {@code member} what others see of it; null on a plain GET
     * @param session null but on SSE by POST
     * @param offered the transports that the client may use here
     * @param network the client's, coarsely
     * @param probeMillis time between the two probes that follow; 0 where none do
     */
    public record Connected(
            @Nullable String client,
            @Nullable String member,
            @Nullable String session,
            TransportName transport,
            Set<TransportName> offered,
            String server,
            long pingMillis,
            long leaseMillis,
            int maxMessage,
            int maxChannels,
            String network,
            long probeMillis) {}

    public static Frame connect(long id, Connected connected, Map<String, Subscribed> channels) {
        return reply(id, "connect", out -> {
            optional(out, "client", connected.client());
            optional(out, "member", connected.member());
            optional(out, "session", connected.session());
            out.writeStringField("transport", connected.transport().word());
            offered(out, connected.offered());
            out.writeStringField("server", connected.server());
            out.writeNumberField("ping", connected.pingMillis());
            out.writeNumberField("lease", connected.leaseMillis());
            out.writeStringField("network", connected.network());
            if (connected.probeMillis() > 0) {
                out.writeNumberField("probe", connected.probeMillis());
            }
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

    /** Not told where it is all of them. */
    private static void offered(JsonGenerator out, Set<TransportName> offered) throws IOException {
        if (offered.size() < TransportName.ALL.size()) {
            out.writeArrayFieldStart("transports");
            for (TransportName name : TransportName.values()) {
                if (offered.contains(name)) {
                    out.writeString(name.word());
                }
            }
            out.writeEndArray();
        }
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
        if (subscribed.skippedAfter() != null && subscribed.skippedNext() != null) {
            out.writeObjectFieldStart("skipped");
            range(out, subscribed.skippedAfter(), subscribed.skippedNext());
            out.writeEndObject();
        }
        ProtocolException refusal = subscribed.refusal();
        if (refusal != null) {
            error(out, refusal.code(), refusal.getMessage());
        }
    }

    public static Frame unsubscribe(long id, String channel) {
        return reply(id, "unsubscribe", out -> out.writeStringField("channel", channel));
    }

    public static Frame publish(long id, String channel, Position position, int subscribers, boolean repeated) {
        return reply(id, "publish", out -> {
            published(out, channel, position, subscribers);
            if (repeated) {
                out.writeBooleanField("repeated", true);
            }
        });
    }

    /** The members that tell where a publication is, on the wire and over REST alike. */
    public static void published(JsonGenerator out, String channel, Position position, int subscribers)
            throws IOException {
        out.writeStringField("channel", channel);
        position(out, position);
        out.writeNumberField("subscribers", subscribers);
    }

    public static Frame more(long id, String channel) {
        return reply(id, "more", out -> out.writeStringField("channel", channel));
    }

    /** A subscription has used up its credit. */
    public static Frame paused(String channel, Position position, long head) {
        return reply(0, "paused", out -> {
            out.writeStringField("channel", channel);
            position(out, position);
            out.writeNumberField("head", head);
        });
    }

    /** A subscription with a credit has reached the log's end. */
    public static Frame live(String channel, Position position) {
        return reply(0, "live", out -> {
            out.writeStringField("channel", channel);
            position(out, position);
        });
    }

    /** The reply to {@code disconnect}. */
    public static Frame disconnect(long id) {
        return reply(id, "disconnect", out -> {});
    }

    static Frame reply(long id, String kind, Json.Body body) {
        return new Frame(kind, Json.object(out -> {
            id(out, id);
            out.writeObjectFieldStart(kind);
            body.write(out);
            out.writeEndObject();
        }));
    }

    public static Frame pong(long id) {
        return reply(id, "ping", out -> {});
    }

    /** Bytes that say nothing, for a stream to begin with; no JSON, but what a comment of that length says. */
    public static Frame padding(int length) {
        return new Frame(PADDING, " ".repeat(length).getBytes(StandardCharsets.US_ASCII));
    }

    /** The server's question whether the client is there. */
    public static Frame ping() {
        return PING;
    }

    /** One of the two frames that a stream is tested with. */
    public static Frame probe(int number) {
        return reply(0, "probe", out -> out.writeNumberField("number", number));
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
            range(out, after, next);
        });
    }

    private static void range(JsonGenerator out, Position after, Position next) throws IOException {
        out.writeObjectFieldStart("after");
        position(out, after);
        out.writeEndObject();
        out.writeObjectFieldStart("next");
        position(out, next);
        out.writeEndObject();
    }

    public static Frame close(CloseCode code, String reason) {
        return close(code, reason, -1);
    }

    /**
     * The connection is about to end.
     *
     * @param afterMillis when the client should come back; negative where that is left to it
     */
    public static Frame close(CloseCode code, String reason, long afterMillis) {
        return reply(0, "close", out -> {
            out.writeStringField("code", code.code());
            out.writeStringField("reason", reason);
            out.writeBooleanField("reconnect", code.reconnect());
            if (afterMillis >= 0) {
                out.writeNumberField("after", afterMillis);
            }
        });
    }

    /** A publication; written by hand since it is the one frame that is made for every message. */
    public static byte[] publication(String channel, Position position, @Nullable String key, byte[] data) {
        StringBuilder head = head("publication", channel, position);
        byte[] quoted = null;
        if (key != null) {
            head.append(",\"key\":");
            quoted = Json.string(key);
        }
        return join(head.toString(), quoted, ",\"data\":", data, "}}");
    }

    /**
     * An entry that tells who came or went.
     *
     * @param kind {@code join} or {@code leave}
     * @param who a JSON object that is not empty
     */
    public static byte[] membership(String kind, String channel, Position position, byte[] who) {
        byte[] members = Arrays.copyOfRange(who, 1, who.length);
        return join(head(kind, channel, position).append(',').toString(), null, "", members, "}");
    }

    private static StringBuilder head(String kind, String channel, Position position) {
        return new StringBuilder(96 + channel.length())
                .append("{\"")
                .append(kind)
                .append("\":{\"channel\":\"")
                .append(channel)
                .append("\",\"epoch\":\"")
                .append(position.epoch())
                .append("\",\"offset\":")
                .append(position.offset());
    }

    private static byte[] join(String head, byte @Nullable [] key, String between, byte[] data, String end) {
        int keyLength = key == null ? 0 : key.length;
        byte[] frame = new byte[head.length() + keyLength + between.length() + data.length + end.length()];
        int at = ascii(head, frame, 0);
        if (key != null) {
            System.arraycopy(key, 0, frame, at, keyLength);
            at += keyLength;
        }
        at += ascii(between, frame, at);
        System.arraycopy(data, 0, frame, at, data.length);
        ascii(end, frame, at + data.length);
        return frame;
    }

    /** Copies a text of ASCII, and tells its length. */
    @SuppressWarnings("deprecation") // It copies the low bytes, which is what ASCII is.
    private static int ascii(String text, byte[] to, int at) {
        text.getBytes(0, text.length(), to, at);
        return text.length();
    }

    private static void id(JsonGenerator out, long id) throws IOException {
        if (id != 0) {
            out.writeNumberField("id", id);
        }
    }

    static void position(JsonGenerator out, Position position) throws IOException {
        out.writeStringField("epoch", position.epoch());
        out.writeNumberField("offset", position.offset());
    }

    private static void optional(JsonGenerator out, String name, @Nullable String value) throws IOException {
        if (value != null) {
            out.writeStringField(name, value);
        }
    }
}
