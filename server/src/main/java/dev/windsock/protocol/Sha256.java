package dev.windsock.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), without the search for who provides it, which costs more than to hash a name. Thread-safe. */
public final class Sha256 {
    private static final MessageDigest FRESH = fresh();

    private Sha256() {}

    /** A digest that nothing has been added to. */
    public static MessageDigest start() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            // Some providers' cannot be copied.
            return fresh();
        }
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
