package dev.windsock.channel;

/**
 * One form that publications take on the wire. A publication is encoded once for each form that some subscriber wants,
 * and all of them share the bytes.
 */
public interface Encoding {
    /** How many forms there may be. */
    int SLOTS = 11;

    /** Which form this is, from 0 to {@link #SLOTS} - 1; no two share a slot. */
    int slot();

    /** The bytes of the publication in this form. Called on an I/O thread; must not block. */
    byte[] encode(Publication publication);
}
