package dev.windsock.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windsock.protocol.TransportName;
import java.util.EnumSet;
import java.util.Set;

/** Reads the key {@code transports} of the configuration file. */
final class ConfigTransports {
    static final String KEY = "transports";

    private ConfigTransports() {}

    /**
     * Reads its value.
     *
     * @throws IllegalArgumentException where it is no list of transports; its message is for people, and begins with the key
     */
    static Set<TransportName> read(JsonNode value) {
        Set<TransportName> transports = EnumSet.noneOf(TransportName.class);
        for (JsonNode name : value) {
            transports.add(TransportName.of(name.asText()).orElseThrow(() -> wrong(value)));
        }
        if (!value.isArray() || transports.isEmpty()) {
            throw wrong(value);
        }
        return transports;
    }

    private static IllegalArgumentException wrong(JsonNode value) {
        return ConfigRules.wrong(KEY, "a list of one or more of \"websocket\", \"sse\" and \"polling\"", value);
    }
}
