package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client as others see it.
 *
 * @param id what stands for its instance id: {@link Names#member}
 * @param user whose client it is, where it said so
 * @param data JSON on one line that it wants to be shown, where it said so
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Member(String id, @Nullable String user, byte @Nullable [] data) {
    /** The most bytes of {@link #data}. */
    public static final int MAX_DATA = 1024;

    /** What it is in the entry that tells that it has come: a JSON object. */
    public byte[] joined() {
        return Json.object(this::write);
    }

    /** What it is in the entry that tells that it has gone: a JSON object. */
    public byte[] left() {
        return Json.object(new Member(id, user, null)::write);
    }

    /** Reads what {@link #joined} or {@link #left} has written. */
    public static Member of(byte[] json) {
        try {
            JsonNode who = Json.mapper().readTree(json);
            JsonNode user = who.get("user");
            JsonNode data = who.get("data");
            return new Member(
                    who.path("member").asText(),
                    user == null ? null : user.asText(),
                    data == null ? null : Json.mapper().writeValueAsBytes(data));
        } catch (IOException e) {
            throw Json.badJson(e);
        }
    }

    void write(JsonGenerator out) throws IOException {
        out.writeStringField("member", id);
        if (user != null) {
            out.writeStringField("user", user);
        }
        if (data != null) {
            out.writeFieldName("data");
            out.writeRawValue(new String(data, StandardCharsets.UTF_8));
        }
    }
}
