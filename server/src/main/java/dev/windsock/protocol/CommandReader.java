package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one command from one line. A reader is used once, by one thread. All kinds of command share one set of member
 * names, so the body is read without knowing its kind; what a kind requires is checked at the end.
 */
final class CommandReader {
    private static final long MAX_ID = 1L << 53;

    private final byte[] bytes;
    private final int start;
    private final int length;

    private long id;
    private @Nullable String kind;
    private @Nullable String channel;
    private @Nullable Position since;
    private byte @Nullable [] data;
    private @Nullable String client;
    private @Nullable String transport;
    private @Nullable String session;
    private long waitMillis;
    private Map<String, @Nullable Position> channels = Map.of();

    CommandReader(byte[] bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    Command read() {
        try (JsonParser parser = Json.mapper().createParser(bytes, start, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ProtocolException(ErrorCode.BAD_JSON, "A command is a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                member(parser);
            }
            if (parser.nextToken() != null) {
                throw new ProtocolException(ErrorCode.BAD_JSON, "There is something after the command");
            }
            return command();
        } catch (ProtocolException e) {
            return new Command.Malformed(readableId(), e.code(), e.getMessage());
        } catch (IOException e) {
            return new Command.Malformed(
                    readableId(), ErrorCode.BAD_JSON, Json.badJson(e).getMessage());
        }
    }

    /** The id of a line that is no command, wherever it stands, so that who waits for the reply gets one. */
    private long readableId() {
        long found = id;
        try (JsonParser parser = Json.mapper().createParser(bytes, start, length)) {
            parser.nextToken();
            while (found == 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = parser.currentName().equals("id");
                if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && named) {
                    found = checkedId(parser);
                }
                parser.skipChildren();
            }
        } catch (IOException | ProtocolException e) {
            // Nothing more can be read of it.
        }
        return found;
    }

    private static long checkedId(JsonParser parser) throws IOException {
        long value = number(parser, "id");
        if (value < 1 || value >= MAX_ID) {
            throw bad("`id` must be an integer from 1 to 2^53 - 1");
        }
        return value;
    }

    private void member(JsonParser parser) throws IOException {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (name.equals("id")) {
            id = checkedId(parser);
        } else if (token == JsonToken.START_OBJECT && kind == null) {
            kind = name;
            body(parser);
        } else if (token == JsonToken.START_OBJECT) {
            parser.skipChildren();
            throw bad("A command has one kind; this has `" + kind + "` and `" + name + "`");
        } else {
            parser.skipChildren();
        }
    }

    private void body(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "channel" -> channel = string(parser, name);
                case "since" -> since = position(parser, name);
                case "data" -> data = raw(parser);
                case "client" -> client = string(parser, name);
                case "transport" -> transport = string(parser, name);
                case "session" -> session = string(parser, name);
                case "wait" -> waitMillis = number(parser, name);
                case "channels" -> channels = channels(parser);
                default -> parser.skipChildren();
            }
        }
    }

    private static Map<String, @Nullable Position> channels(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_OBJECT, "`channels` must be an object of channel names and positions");
        Map<String, @Nullable Position> channels = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            channels.put(name, position(parser, name));
        }
        return channels;
    }

    private static @Nullable Position position(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(parser, JsonToken.START_OBJECT, "`" + name + "` must be a position or null");
        String epoch = null;
        long offset = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "epoch" -> epoch = string(parser, member);
                case "offset" -> offset = number(parser, member);
                default -> parser.skipChildren();
            }
        }
        if (epoch == null) {
            throw new ProtocolException(ErrorCode.BAD_POSITION, "A position has an `epoch` and an `offset`");
        }
        return new Position(epoch, offset);
    }

    /** The bytes of a value as they stand, on one line. */
    private byte[] raw(JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        Json.checkScalar(parser);
        if (parser.currentToken().isNumeric()) {
            parser.getNumberType();
        }
        int to = (int) parser.currentLocation().getByteOffset();
        return Json.onOneLine(Arrays.copyOfRange(bytes, start + from, start + to));
    }

    private static String string(JsonParser parser, String name) throws IOException {
        require(parser, JsonToken.VALUE_STRING, "`" + name + "` must be a string");
        return parser.getText();
    }

    private static long number(JsonParser parser, String name) throws IOException {
        require(parser, JsonToken.VALUE_NUMBER_INT, "`" + name + "` must be an integer");
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw bad("`" + name + "` is too large");
        }
        return parser.getLongValue();
    }

    private static void require(JsonParser parser, JsonToken token, String otherwise) {
        if (parser.currentToken() != token) {
            throw bad(otherwise);
        }
    }

    private Command command() {
        if (kind == null) {
            throw bad("A command names its kind with an object, such as {\"id\":1,\"ping\":{}}");
        }
        return switch (kind) {
            case "connect" -> new Command.Connect(id, client, channels, transport, waitMillis);
            case "subscribe" -> new Command.Subscribe(id, required(channel, "channel"), since);
            case "unsubscribe" -> new Command.Unsubscribe(id, required(channel, "channel"));
            case "publish" -> new Command.Publish(id, required(channel, "channel"), required(data, "data"));
            case "ping" -> new Command.Ping(id);
            case "pong" -> new Command.Pong(id);
            case "attach" -> new Command.Attach(id, required(session, "session"));
            default -> throw bad("There is no command `" + kind + "`");
        };
    }

    private <T> T required(@Nullable T member, String name) {
        if (member == null) {
            throw bad("`" + kind + "` needs the member `" + name + "`");
        }
        return member;
    }

    private static ProtocolException bad(String message) {
        return new ProtocolException(ErrorCode.BAD_COMMAND, message);
    }
}
