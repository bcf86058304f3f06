package dev.windsock.protocol;

import java.util.regex.Pattern;

/** What may be called what: channels and clients. */
public final class Names {
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:~@-]{0,127}");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Names() {}

    /**
     * Returns the name if a channel may bear it.
     *
     * @throws ProtocolException {@link ErrorCode#BAD_CHANNEL} where it may not
     */
    public static String channel(String name) {
        if (!CHANNEL.matcher(name).matches()) {
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
}
