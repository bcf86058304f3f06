package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one command from one line. A reader is used once, by one thread. All kinds of command share one set of member
 * names, so the body is read without knowing its kind; what a kind requires is checked at the end.
 */
final class CommandReader {
    private static final int MAX_PADDING = 8192;

    private final byte[] bytes;
    private final int start;
    private final int length;

    private long id;
    private @Nullable String kind;
    private @Nullable String channel;
    private @Nullable Position since;
    private @Nullable Position before;
    private @Nullable Position ifMatch;
    private byte @Nullable [] data;
    private @Nullable String client;
    private @Nullable String user;
    private @Nullable String transport;
    private @Nullable String session;
    private @Nullable String key;
    private long waitMillis;
    private long number;
    private long ttlMillis;
    private long version;
    private long credit = Start.ALL;
    private int newest = Start.ALL;
    private int limit;
    private boolean reverse;
    private boolean probe;
    private boolean anew;
    private int padding;
    private @Nullable String report;
    private Map<String, Start> channels = Map.of();

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
        long value = Values.number(parser, "id");
        if (value < 1 || value >= Values.MAX_INTEGER) {
            throw Values.bad("`id` must be an integer from 1 to 2^53 - 1");
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
            throw Values.bad("A command has one kind; this has `" + kind + "` and `" + name + "`");
        } else {
            parser.skipChildren();
        }
    }

    private void body(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (!strings(parser, name) && !numbers(parser, name)) {
                others(parser, name);
            }
        }
    }

    private boolean strings(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "channel" -> channel = Values.string(parser, name);
            case "client" -> client = Values.string(parser, name);
            case "transport" -> transport = Values.string(parser, name);
            case "session" -> session = Values.string(parser, name);
            case "key" -> key = Names.key(Values.string(parser, name));
            case "user" -> user = Names.user(Values.string(parser, name));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean numbers(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "wait" -> waitMillis = Values.number(parser, name);
            case "number" -> number = Values.positive(parser, name);
            case "ttl" -> ttlMillis = Values.positive(parser, name);
            case "version" -> version = Values.positive(parser, name);
            case "credit" -> credit = Values.positive(parser, name);
            case "newest" -> newest = Values.small(parser, name);
            case "padding" -> padding = Values.upTo(MAX_PADDING, parser, name);
            case "limit" -> limit = Values.small(parser, name);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void others(JsonParser parser, String name) throws IOException {
        switch (name) {
            case "since" -> since = Values.position(parser, name);
            case "before" -> before = Values.position(parser, name);
            case "ifMatch" -> ifMatch = Values.position(parser, name);
            case "data" -> data = Json.raw(parser, bytes, start);
            case "channels" -> channels = Values.channels(parser);
            case "reverse" -> reverse = Values.bool(parser, name);
            case "probe" -> probe = Values.bool(parser, name);
            case "anew" -> anew = Values.bool(parser, name);
            case "report" -> report = report(parser);
            default -> parser.skipChildren();
        }
    }

    /** What is no report is no fault either: nothing depends on it. */
    private static @Nullable String report(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    private Command command() {
        if (kind == null) {
            throw Values.bad("A command names its kind with an object, such as {\"id\":1,\"ping\":{}}");
        }
        return switch (kind) {
            case "connect" -> connect();
            case "subscribe" ->
                new Command.Subscribe(id, required(channel, "channel"), new Start(since, newest, credit));
            case "unsubscribe" -> new Command.Unsubscribe(id, required(channel, "channel"), anew);
            case "more" -> more();
            case "publish" -> publish();
            case "history" -> new Command.History(id, required(channel, "channel"), since, before, limit, reverse);
            case "presence" -> new Command.Presence(id, required(channel, "channel"));
            case "disconnect" -> new Command.Disconnect(id);
            case "ping" -> new Command.Ping(id);
            case "pong" -> new Command.Pong(id, report);
            case "attach" -> new Command.Attach(id, required(session, "session"));
            default -> throw Values.bad("There is no command `" + kind + "`");
        };
    }

    private Command connect() {
        if (data != null && data.length > Member.MAX_DATA) {
            throw Values.bad("The `data` of `connect` may have " + Member.MAX_DATA + " bytes");
        }
        return new Command.Connect(id, client, channels, transport, waitMillis, user, data, probe, padding, report);
    }

    private Command more() {
        if (credit == Start.ALL) {
            throw Values.bad("`more` needs the member `credit`");
        }
        return new Command.More(id, required(channel, "channel"), credit);
    }

    private Command publish() {
        return new Command.Publish(
                id,
                required(channel, "channel"),
                client,
                required(data, "data"),
                number,
                key,
                ttlMillis,
                version,
                ifMatch);
    }

    private <T> T required(@Nullable T member, String name) {
        if (member == null) {
            throw Values.bad("`" + kind + "` needs the member `" + name + "`");
        }
        return member;
    }
}
