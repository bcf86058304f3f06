package dev.windsock.doctor;

import dev.windsock.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What is sent: commands, a line each. */
final class Bodies {
    private static final int ID_BYTES = 8;

    private Bodies() {}

    /** A poll that is answered at once, without channels and without an identity. */
    static String control() {
        return "{\"id\":1,\"connect\":{\"transport\":\"polling\",\"wait\":0}}\n";
    }

    /** A poll that the server holds. */
    static String held(String client, long waitMillis) {
        return "{\"id\":1,\"connect\":{\"transport\":\"polling\",\"client\":\"" + client + "\",\"wait\":" + waitMillis
                + "}}\n";
    }

    static String stream(int padding) {
        return "{\"id\":1,\"connect\":{\"transport\":\"sse\",\"probe\":true,\"padding\":" + padding + "}}\n";
    }

    /** A stream that ends at once. */
    static String shortStream() {
        return "{\"id\":1,\"connect\":{\"transport\":\"sse\"}}\n{\"id\":2,\"disconnect\":{}}\n";
    }

    /** A question whose answer comes down the stream of this session. */
    static String ping(String session, int id) {
        byte[] attach = Json.object(out -> {
            out.writeObjectFieldStart("attach");
            out.writeStringField("session", session);
            out.writeEndObject();
        });
        return new String(attach, StandardCharsets.UTF_8) + "\n{\"id\":" + id + ",\"ping\":{}}\n";
    }

    /** A numbered message to a channel that nobody knows, which is kept for a second. */
    static String message(String name, int number) {
        return "{\"id\":1,\"connect\":{\"transport\":\"polling\",\"wait\":0,\"client\":\"doctor-" + name + "\"}}\n"
                + "{\"id\":2,\"publish\":{\"channel\":\"doctor:" + name + "\",\"data\":" + number + ",\"number\":"
                + number + ",\"ttl\":1000}}\n";
    }

    /** Letters and digits by chance. */
    static String randomName() {
        byte[] bytes = new byte[ID_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
