package dev.windsock.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server's part of the opening handshake: RFC 6455 section 4.2, RFC 7692 sections 5 and 7.1. */
public final class Handshake {
    public static final String VERSION = "13";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String DEFLATE = "permessage-deflate";
    private static final String NO_TAKEOVER = "; server_no_context_takeover; client_no_context_takeover";

    private Handshake() {}

    /** The value of {@code Sec-WebSocket-Accept} for a client's key. */
    public static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    /** Whether the key is 16 bytes in base64. */
    public static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.trim()).length == 16;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Answers the offers of {@code Sec-WebSocket-Extensions}.
     *
     * @return the header's value in the answer, or null where no offer can be accepted
     */
    public static @Nullable String extensions(@Nullable String offers) {
        if (offers == null) {
            return null;
        }
        for (String offer : offers.split(",", -1)) {
            String answer = answer(offer.trim());
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private static @Nullable String answer(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].trim().equalsIgnoreCase(DEFLATE)) {
            return null;
        }
        StringBuilder answer = new StringBuilder(DEFLATE).append(NO_TAKEOVER);
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].trim().split("=", 2);
            String name = pair[0].trim().toLowerCase(Locale.ROOT);
            String value = pair.length == 1 ? null : pair[1].trim().replace("\"", "");
            if (!seen.add(name) || !isAcceptable(name, value)) {
                return null;
            }
            if (name.equals("server_max_window_bits")) {
                answer.append("; server_max_window_bits=15");
            }
        }
        return answer.toString();
    }

    /** The platform's compressor has no window but the largest, so an offer that asks for less is declined. */
    private static boolean isAcceptable(String name, @Nullable String value) {
        return switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            case "server_max_window_bits" -> "15".equals(value);
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            default -> false;
        };
    }
}
