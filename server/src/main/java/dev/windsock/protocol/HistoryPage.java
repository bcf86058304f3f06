package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a channel's log keeps: PROTOCOL.md section 5.4.
 *
 * @param head the log's newest position
 * @param items messages, in the order that was asked for
 * @param more whether there are further ones in that direction
 * @param complete whether nothing after the stated position has been let go of
 */
public record HistoryPage(String channel, Position head, List<Item> items, boolean more, boolean complete) {
    /** The most messages of one page. */
    public static final int MAX_LIMIT = 1000;

    /** The messages of one page where nothing is said. */
    public static final int DEFAULT_LIMIT = 100;

    /** One message. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Item(
            Position position, long timeMillis, @Nullable String key, byte[] data) {}

    /** The reply to {@code history}. */
    public Frame frame(long id) {
        return Frames.reply(id, "history", this::write);
    }

    /** The answer over REST. */
    public byte[] json() {
        return Json.object(this::write);
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStringField("channel", channel);
        Frames.position(out, head);
        out.writeArrayFieldStart("publications");
        for (Item item : items) {
            out.writeStartObject();
            Frames.position(out, item.position());
            out.writeNumberField("time", item.timeMillis());
            if (item.key() != null) {
                out.writeStringField("key", item.key());
            }
            out.writeFieldName("data");
            out.writeRawValue(new String(item.data(), StandardCharsets.UTF_8));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeBooleanField("more", more);
        out.writeBooleanField("complete", complete);
    }
}
