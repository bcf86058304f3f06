package dev.windsock.server;

import io.undertow.util.ETag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * One file of the client.
 *
 * @param type its media type
 * @param integrity its hash, as the attribute {@code integrity} of a script element takes it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never given away.
record ClientFile(String name, String type, byte[] bytes, String integrity) {
    static ClientFile of(String name, String type, byte[] bytes) {
        return new ClientFile(name, type, bytes, "sha384-" + sha384(bytes));
    }

    private static String sha384(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-384").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            // Not possible: every JDK has it.
            throw new IllegalStateException(e);
        }
    }

    ETag etag() {
        return new ETag(false, integrity);
    }
}
