package dev.windsock.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a repeat of a publish is known by, and what the answer was beside the position. The engine keeps it and looks at none
 * of it; it goes to the disk as it is, so it should hold no secret in clear.
 *
 * @param id the client instance or the idempotency key; whoever gives it keeps the two apart
 * @param number the client's own count of its publishes; 0 where the id alone tells
 * @param digest a hash of what was published, where a repeat with other content must be told from it
 * @param subscribers what the first answer said
 */
public record Origin(String id, long number, @Nullable String digest, int subscribers) {}
