package dev.windsock.channel;

import java.util.Map;

/**
 * Which rules a channel has. A channel's namespace is what stands before the first colon of its name.
 *
 * @param defaults the rules of channels without a namespace, or of one that is not listed
 * @param listed the rules of namespaces by name
 */
public record Namespaces(Rules defaults, Map<String, Rules> listed) {
    private static final char SEPARATOR = ':';

    public Namespaces {
        listed = Map.copyOf(listed);
    }

    /** One set of rules for all. */
    public static Namespaces all(Rules rules) {
        return new Namespaces(rules, Map.of());
    }

    /** The rules of the channel of that name. */
    public Rules of(String channel) {
        int end = channel.indexOf(SEPARATOR);
        return end < 0 || listed.isEmpty() ? defaults : listed.getOrDefault(channel.substring(0, end), defaults);
    }
}
