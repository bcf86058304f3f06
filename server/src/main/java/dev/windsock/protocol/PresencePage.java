package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * Who is in a channel.
 *
 * @param position later joins and leaves have later positions
 * @param count how many there are
 * @param members those of them that are listed
 */
public record PresencePage(String channel, Position position, int count, List<Member> members) {
    /** The most members that are listed. */
    public static final int MAX_MEMBERS = 1000;

    /** The same, as of a later position. */
    public PresencePage at(Position later) {
        return new PresencePage(channel, later, count, members);
    }

    /** The reply to {@code presence}. */
    public Frame frame(long id) {
        return Frames.reply(id, "presence", this::write);
    }

    /** The answer over REST. */
    public byte[] json() {
        return Json.object(this::write);
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStringField("channel", channel);
        Frames.position(out, position);
        out.writeNumberField("count", count);
        out.writeArrayFieldStart("members");
        for (Member member : members) {
            out.writeStartObject();
            member.write(out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
