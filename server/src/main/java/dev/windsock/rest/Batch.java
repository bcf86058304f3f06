package dev.windsock.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch. Each message is cut out of the body as the bytes that it is, no tree is built. The whole batch is read
 * before any of it is published, so a batch that cannot be read publishes nothing.
 */
final class Batch {
    /** Publications of one batch: each channel of each item is one. Bounds the work of one small request. */
    static final int MAX_PUBLICATIONS = 10_000;

    private final byte[] json;
    private final JsonParser parser;
    private final @Nullable String idempotencyKey;
    private final List<BatchItem> items = new ArrayList<>();
    private int publications;

    private Batch(byte[] json, JsonParser parser, @Nullable String idempotencyKey) {
        this.json = json;
        this.parser = parser;
        this.idempotencyKey = idempotencyKey;
    }

    /**
     * Returns the batch's items, in order.
     *
     * @param json JSON that {@link Json#value} has let pass
     * @param idempotencyKey what the keys of items that state none are made of
     * @throws ProtocolException where it is not a batch, or one of too many messages
     */
    static List<BatchItem> read(byte[] json, @Nullable String idempotencyKey) {
        try (JsonParser parser = Json.mapper().createParser(json)) {
            Batch batch = new Batch(json, parser, idempotencyKey);
            batch.readBatch();
            return batch.items;
        } catch (IOException e) {
            // Not possible: the JSON has been checked and lies in memory.
            throw new UncheckedIOException(e);
        }
    }

    private void readBatch() throws IOException {
        require(parser.nextToken() == JsonToken.START_OBJECT, "A batch is an object with the member messages");
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isMessages = parser.currentName().equals("messages");
            JsonToken value = parser.nextToken();
            if (isMessages) {
                require(!found && value == JsonToken.START_ARRAY, "A batch has one member messages, an array");
                found = true;
                readItems();
            } else {
                parser.skipChildren();
            }
        }
        require(found, "A batch has a member messages, an array");
    }

    private void readItems() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            BatchItem item = parser.currentToken() == JsonToken.START_OBJECT ? readItem() : skipItem();
            items.add(item);
            // A faulty item counts too: its result takes memory like any other.
            publications += Math.max(1, item.channels().size());
            if (publications > MAX_PUBLICATIONS) {
                throw new ProtocolException(
                        ErrorCode.TOO_LARGE, "A batch makes at most " + MAX_PUBLICATIONS + " publications");
            }
        }
    }

    private BatchItem skipItem() throws IOException {
        parser.skipChildren();
        return BatchItem.faulty("An item is an object");
    }

    private BatchItem readItem() throws IOException {
        BatchMembers members = new BatchMembers(idempotencyKey == null ? null : idempotencyKey + '#' + items.size());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "data" -> members.data(readValue());
                case "channel" -> members.channels(readChannel());
                case "channels" -> members.channels(readChannels());
                case "key", "ttl", "version", "ifMatch", "idempotencyKey" -> members.term(name, readValue());
                default -> parser.skipChildren();
            }
        }
        return members.item();
    }

    /** The bytes of the value that the parser is at. */
    private byte[] readValue() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(json, start, (int) parser.currentLocation().getByteOffset());
    }

    private List<String> readChannel() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(parser.getText());
        }
        parser.skipChildren();
        return List.of();
    }

    private List<String> readChannels() throws IOException {
        List<String> channels = new ArrayList<>();
        boolean valid = parser.currentToken() == JsonToken.START_ARRAY;
        if (valid) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                valid &= parser.currentToken() == JsonToken.VALUE_STRING;
                channels.addAll(readChannel());
            }
        } else {
            parser.skipChildren();
        }
        return valid ? channels : List.of();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new ProtocolException(ErrorCode.BAD_COMMAND, message);
        }
    }
}
