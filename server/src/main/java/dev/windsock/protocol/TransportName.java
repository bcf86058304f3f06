package dev.windsock.protocol;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The transports, by their names on the wire; the best first. */
public enum TransportName {
    WEBSOCKET("websocket"),
    SSE("sse"),
    POLLING("polling");

    /** All of them. */
    public static final Set<TransportName> ALL = Collections.unmodifiableSet(EnumSet.allOf(TransportName.class));

    private final String word;

    TransportName(String word) {
        this.word = word;
    }

    /** The name on the wire. */
    public String word() {
        return word;
    }

    /** The transport of that name. */
    public static Optional<TransportName> of(String word) {
        return Arrays.stream(values()).filter(name -> name.word.equals(word)).findFirst();
    }
}
