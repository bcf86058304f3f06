package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the values of members of commands, and says what is wrong with them. The parser is at the value. */
public final class Values {
    /** Above every integer of the protocol. */
    public static final long MAX_INTEGER = 1L << 53;

    private static final int MAX_SMALL = 1000;
    private static final long UNSTATED = -1;

    private Values() {}

    static Map<String, Start> channels(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_OBJECT, "`channels` must be an object of channel names and positions");
        Map<String, Start> channels = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            channels.put(name, start(parser, name));
        }
        return channels;
    }

    static Start start(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Start.NOW;
        }
        require(parser, JsonToken.START_OBJECT, "`" + name + "` must be a position or null");
        String epoch = null;
        long offset = UNSTATED;
        long credit = Start.ALL;
        int newest = Start.ALL;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "epoch" -> epoch = string(parser, member);
                case "offset" -> offset = number(parser, member);
                case "credit" -> credit = positive(parser, member);
                case "newest" -> newest = small(parser, member);
                default -> parser.skipChildren();
            }
        }
        boolean isNow = epoch == null && offset == UNSTATED && (newest != Start.ALL || credit != Start.ALL);
        return new Start(isNow ? null : position(epoch, offset), newest, credit);
    }

    static Position position(@Nullable String epoch, long offset) {
        if (epoch == null) {
            throw new ProtocolException(ErrorCode.BAD_POSITION, "A position has an `epoch` and an `offset`");
        }
        return new Position(epoch, offset);
    }

    /**
     * A position, or null.
     *
     * @throws ProtocolException where it is neither
     */
    public static @Nullable Position position(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(parser, JsonToken.START_OBJECT, "`" + name + "` must be a position or null");
        String epoch = null;
        long offset = UNSTATED;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "epoch" -> epoch = string(parser, member);
                case "offset" -> offset = number(parser, member);
                default -> parser.skipChildren();
            }
        }
        return position(epoch, offset);
    }

    /**
     * A string.
     *
     * @throws ProtocolException where it is none
     */
    public static String string(JsonParser parser, String name) throws IOException {
        require(parser, JsonToken.VALUE_STRING, "`" + name + "` must be a string");
        return parser.getText();
    }

    static long number(JsonParser parser, String name) throws IOException {
        require(parser, JsonToken.VALUE_NUMBER_INT, "`" + name + "` must be an integer");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw bad("`" + name + "` is too large");
        }
        return parser.getLongValue();
    }

    /**
     * An integer from 1 to 2^53 - 1.
     *
     * @throws ProtocolException where it is none
     */
    public static long positive(JsonParser parser, String name) throws IOException {
        long value = number(parser, name);
        if (value < 1 || value >= MAX_INTEGER) {
            throw bad("`" + name + "` must be an integer from 1 to 2^53 - 1");
        }
        return value;
    }

    static int small(JsonParser parser, String name) throws IOException {
        return upTo(MAX_SMALL, parser, name);
    }

    /** An integer from 0 to {@code most}. */
    static int upTo(int most, JsonParser parser, String name) throws IOException {
        long value = number(parser, name);
        if (value < 0 || value > most) {
            throw bad("`" + name + "` must be an integer from 0 to " + most);
        }
        return (int) value;
    }

    static boolean bool(JsonParser parser, String name) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw bad("`" + name + "` must be true or false");
        }
        return parser.getBooleanValue();
    }

    static void require(JsonParser parser, JsonToken token, String otherwise) {
        if (parser.currentToken() != token) {
            throw bad(otherwise);
        }
    }

    static ProtocolException bad(String message) {
        return new ProtocolException(ErrorCode.BAD_COMMAND, message);
    }
}
