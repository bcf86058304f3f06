package dev.windsock.rest;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query parameters of one request: only such as its path has, each once at most. */
final class Query {
    private static final char REPLACEMENT = '\uFFFD';

    /** As many digits as 2^53 has. */
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,16}");

    private final MultivaluedMap<String, String> parameters;

    private Query(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads the query of a request.
     *
     * @param names the parameters that there are; a misspelt one must not be passed over in silence
     * @throws ProtocolException {@link ErrorCode#BAD_REQUEST} where there is another, or one twice
     */
    static Query of(UriInfo uri, String... names) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            check(parameter.getKey(), parameter.getValue(), List.of(names));
        }
        return new Query(parameters);
    }

    private static void check(String name, List<String> values, List<String> names) {
        if (!names.contains(name)) {
            throw bad(
                    names.isEmpty()
                            ? "There are no query parameters here"
                            : "There is no query parameter `" + name + "` here; there are " + String.join(", ", names));
        }
        if (values.size() > 1) {
            throw bad("`" + name + "` is stated more than once");
        }
        if (values.getFirst().indexOf(REPLACEMENT) >= 0) {
            throw bad("`" + name + "` is not percent-encoded UTF-8");
        }
    }

    private static ProtocolException bad(String message) {
        return new ProtocolException(ErrorCode.BAD_REQUEST, message);
    }

    private @Nullable String text(String name) {
        return parameters.getFirst(name);
    }

    /** The key of a publication; null where it is not stated. */
    @Nullable
    String key(String name) {
        String text = text(name);
        try {
            return text == null ? null : Names.key(text);
        } catch (ProtocolException e) {
            throw bad(e.getMessage());
        }
    }

    /** Milliseconds, above 0; 0 where they are not stated. */
    long millis(String name) {
        String text = text(name);
        try {
            return text == null ? 0 : TimeToLive.millis(text);
        } catch (IllegalArgumentException e) {
            throw bad("`" + name + "`: " + e.getMessage());
        }
    }

    /** An integer from 1 to a bound; another where it is not stated. */
    long positive(String name, long max, long otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        long value = INTEGER.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (value < 1 || value > max) {
            throw bad("`" + name + "` must be an integer from 1 to " + max);
        }
        return value;
    }

    /** Whether it is {@code true}; not, where it is not stated. */
    boolean flag(String name) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw bad("`" + name + "` must be true or false");
        }
        return "true".equals(text);
    }

    /** A position, {@code <epoch>:<offset>}; null where it is not stated. */
    @Nullable
    Position position(String name) {
        String text = text(name);
        return text == null ? null : Position.parse(text);
    }
}
