package dev.windsock.rest;

import dev.windsock.channel.Message;
import dev.windsock.engine.Entry;
import dev.windsock.engine.Origin;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a message is published: PROTOCOL.md section 10.2.
 *
 * @param key which thing it is about
 * @param ttlMillis how long it may be delivered; 0 for as long as it is kept
 * @param version what must be above the last one; 0 for no condition
 * @param ifMatch what must be the log's newest position; null for no condition
 * @param idempotencyKey by what a repeat is known; null where it is not
 */
record Terms(
        @Nullable String key,
        long ttlMillis,
        long version,
        @Nullable Position ifMatch,
        @Nullable String idempotencyKey) {
    static final Terms NONE = new Terms(null, 0, 0, null, null);

    /** Sets the keys apart from the ids of clients. */
    private static final String ORIGIN_PREFIX = "key:";

    private static final int DIGEST_BYTES = 16;

    /** The message on these terms. */
    Message message(byte[] data) {
        Origin origin = idempotencyKey == null ? null : new Origin(ORIGIN_PREFIX + idempotencyKey, 0, digest(data), 0);
        return new Message(Entry.Kind.MESSAGE, data, key, ttlMillis, version, ifMatch, origin);
    }

    /** What tells another message, or other terms, from the same again. */
    private String digest(byte[] data) {
        MessageDigest hash = Sha256.start();
        add(hash, data);
        add(hash, bytes(key));
        add(hash, bytes(ifMatch));
        hash.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(ttlMillis)
                .putLong(version)
                .flip());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash.digest(), DIGEST_BYTES));
    }

    /** With its length, so that no two lists of parts are the same bytes. */
    private static void add(MessageDigest hash, byte @Nullable [] part) {
        hash.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(part == null ? -1 : part.length)
                .flip());
        if (part != null) {
            hash.update(part);
        }
    }

    private static byte @Nullable [] bytes(@Nullable Object text) {
        return text == null ? null : text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
