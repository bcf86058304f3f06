package dev.windsock.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** What may be called what: channels and clients. */
public final class Names {
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:~@-]{0,127}");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final int MAX_KEY = 128;
    private static final int MAX_USER = 128;
    private static final int MEMBER_LENGTH = 16;

    private Names() {}

    /** Whether a channel may bear the name. */
    public static boolean isChannel(String name) {
        return CHANNEL.matcher(name).matches();
    }

    /**
     * Returns the name if a channel may bear it.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_CHANNEL} where it may not
     */
    public static String channel(String name) {
        if (!isChannel(name)) {
            throw new ProtocolException(
                    ErrorCode.BAD_CHANNEL,
                    "A channel's name is 1 to 128 of the characters A-Z a-z 0-9 _ . : ~ @ - and begins with a letter or a digit");
        }
        return name;
    }

    /**
     * Returns the id if a client may bear it.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_COMMAND} where it may not
     */
    public static String client(String id) {
        if (!CLIENT.matcher(id).matches()) {
            throw new ProtocolException(
                    ErrorCode.BAD_COMMAND, "A client's id is 1 to 64 of the characters A-Z a-z 0-9 _ -");
        }
        return id;
    }

    /**
     * Returns the key of a publication if it may be one.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_COMMAND} where it may not
     */
    public static String key(String key) {
        return text("key", key, MAX_KEY);
    }

    /**
     * Returns the name of a user if it may be one.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_COMMAND} where it may not
     */
    public static String user(String user) {
        return text("user", user, MAX_USER);
    }

    private static String text(String name, String text, int max) {
        if (text.isEmpty() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
            throw new ProtocolException(
                    ErrorCode.BAD_COMMAND,
                    "`" + name + "` must have 1 to " + max + " characters, none of them a control character");
        }
        return text;
    }

    /** What others see of a client in place of its instance id, which is its secret. */
    public static String member(String client) {
        byte[] hash = Sha256.start().digest(client.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().encodeToString(hash).substring(0, MEMBER_LENGTH);
    }
}
