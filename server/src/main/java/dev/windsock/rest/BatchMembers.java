package dev.windsock.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Values;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one item of a batch so far; each may be stated once. Remembers the first fault. */
final class BatchMembers {
    private final Set<String> stated = new HashSet<>();
    private @Nullable List<String> channels;
    private byte @Nullable [] data;
    private @Nullable String key;
    private long ttlMillis;
    private long version;
    private @Nullable Position ifMatch;
    private @Nullable String idempotencyKey;
    private @Nullable ProtocolException fault;

    /**
     * @param idempotencyKey what holds where the item states none
     */
    BatchMembers(@Nullable String idempotencyKey) {
        this.idempotencyKey = idempotencyKey;
    }

    /** Empty where the value was none that names channels. */
    void channels(List<String> names) {
        state("channel");
        channels = names;
    }

    void data(byte[] value) {
        state("data");
        data = value;
    }

    /** Another member that says on which terms the item is published. */
    void term(String name, byte[] value) {
        state(name);
        try (JsonParser parser = Json.mapper().createParser(value)) {
            parser.nextToken();
            read(name, parser);
        } catch (ProtocolException e) {
            fail(e);
        } catch (IOException e) {
            // Not possible: the JSON has been checked and lies in memory.
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void read(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "key" -> key = Names.key(Values.string(parser, name));
            case "ttl" -> ttlMillis = ttl(parser, name);
            case "version" -> version = Values.positive(parser, name);
            case "ifMatch" -> ifMatch = Values.position(parser, name);
            case "idempotencyKey" -> idempotencyKey = idempotencyKey(Values.string(parser, name));
            default -> throw new IllegalArgumentException(name);
        }
    }

    private static long ttl(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return Values.positive(parser, name);
        }
        try {
            return TimeToLive.millis(parser.getText());
        } catch (IllegalArgumentException e) {
            throw bad("`" + name + "`: " + e.getMessage());
        }
    }

    private static String idempotencyKey(String text) {
        if (!RequestHeaders.isIdempotencyKey(text)) {
            throw bad("`idempotencyKey` " + RequestHeaders.KEY_RULE);
        }
        return text;
    }

    private void state(String name) {
        if (!stated.add(name)) {
            fail(bad("An item states each member once, and either channel or channels"));
        }
    }

    private void fail(ProtocolException e) {
        fault = fault == null ? e : fault;
    }

    private static ProtocolException bad(String message) {
        return new ProtocolException(ErrorCode.BAD_COMMAND, message);
    }

    BatchItem item() {
        if (fault != null) {
            return BatchItem.faulty(fault);
        }
        if (channels == null || channels.isEmpty()) {
            return BatchItem.faulty("An item has channel, a string, or channels, an array of one or more strings");
        }
        if (data == null) {
            return BatchItem.faulty("An item has data");
        }
        Terms terms = new Terms(key, ttlMillis, version, ifMatch, idempotencyKey);
        return new BatchItem(channels, terms.message(data), null);
    }
}
