package dev.windsock.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as this project reads and writes it: strict, of bounded depth, in UTF-8, on one line. Thread-safe. */
public final class Json {
    private static final int MAX_DEPTH = 100;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    // The default keeps a thread's buffers with the thread, and so for a virtual thread never.
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    // Else other encodings would be guessed, and their bytes passed on.
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .build())
            .build();

    private Json() {}

    /** The one mapper, so that all reading has the same bounds. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Checks that the bytes are exactly one JSON value, and returns it on one line.
     *
     * @return the same array where nothing had to change
     * @throws ProtocolException {@link ErrorCode#BAD_JSON} where they are not, with the place and the cause
     */
    public static byte[] value(byte[] utf8) {
        utf8(utf8);
        try (JsonParser parser = MAPPER.createParser(utf8)) {
            if (parser.nextToken() == null) {
                throw new ProtocolException(ErrorCode.BAD_JSON, "There is no JSON value");
            }
            finish(parser);
            return onOneLine(trimmed(utf8));
        } catch (IOException e) {
            throw badJson(e);
        }
    }

    /** Reads on to the end of the value that the parser is at, and makes sure that nothing follows it. */
    private static void finish(JsonParser parser) throws IOException {
        parser.skipChildren();
        checkScalar(parser);
        if (parser.nextToken() != null) {
            throw new ProtocolException(ErrorCode.BAD_JSON, "There is more than one JSON value");
        }
    }

    /** Makes the parser read a string or number whole, which it would else put off. */
    static void checkScalar(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            parser.finishToken();
        }
    }

    /**
     * The bytes of the value that the parser is at as they stand, on one line.
     *
     * @param bytes what the parser reads, from {@code start} on
     */
    static byte[] raw(JsonParser parser, byte[] bytes, int start) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        checkScalar(parser);
        if (parser.currentToken().isNumeric()) {
            parser.getNumberType();
        }
        int to = (int) parser.currentLocation().getByteOffset();
        return onOneLine(Arrays.copyOfRange(bytes, start + from, start + to));
    }

    private static byte[] trimmed(byte[] json) {
        int from = 0;
        int to = json.length;
        while (isSpace(json[from])) {
            from++;
        }
        while (isSpace(json[to - 1])) {
            to--;
        }
        return to - from == json.length ? json : Arrays.copyOfRange(json, from, to);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private static boolean isOneLine(byte[] json) {
        for (byte b : json) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        return true;
    }

    /** Line breaks can stand only between tokens, so spaces may take their place. May return the array itself. */
    static byte[] onOneLine(byte[] json) {
        if (isOneLine(json)) {
            return json;
        }
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    /**
     * Returns the bytes if they are UTF-8.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_JSON} where they are not
     */
    public static byte[] utf8(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                text(bytes);
                break;
            }
        }
        return bytes;
    }

    /**
     * Decodes UTF-8 strictly.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_JSON} where the bytes are not UTF-8
     */
    public static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException(ErrorCode.BAD_JSON, "The bytes are not UTF-8");
        }
    }

    /** A text as a JSON string. */
    public static byte[] string(String text) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] json = new byte[quoted.length + 2];
        json[0] = '"';
        System.arraycopy(quoted, 0, json, 1, quoted.length);
        json[json.length - 1] = '"';
        return json;
    }

    /** The text of a JSON string; any other value as it stands. */
    public static byte[] unquoted(byte[] json) {
        if (json.length == 0 || json[0] != '"') {
            return json;
        }
        try {
            return MAPPER.readValue(json, String.class).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw badJson(e);
        }
    }

    static ProtocolException badJson(IOException e) {
        if (!(e instanceof JsonProcessingException json)) {
            return new ProtocolException(ErrorCode.BAD_JSON, "The JSON cannot be read");
        }
        JsonLocation location = json.getLocation();
        String place = location == null ? "" : " (at byte " + location.getByteOffset() + ")";
        return new ProtocolException(ErrorCode.BAD_JSON, json.getOriginalMessage() + place);
    }

    /** Writes the members of one object. */
    public interface Body {
        void write(JsonGenerator generator) throws IOException;
    }

    /** One object, on one line. */
    public static byte[] object(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = MAPPER.createGenerator(out)) {
            generator.writeStartObject();
            body.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
