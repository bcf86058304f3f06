package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
        String id = "";
        String user = null;
        byte[] data = null;
        try (JsonParser parser = Json.mapper().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "member" -> id = parser.getText();
                    case "user" -> user = parser.getText();
                    case "data" -> data = Json.raw(parser, json, 0);
                    default -> parser.skipChildren();
                }
            }
            return new Member(id, user, data);
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
