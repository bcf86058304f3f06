package dev.windsock.channel;

import dev.windsock.engine.Origin;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.ProtocolException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a channel remembers of those who published, so that a repeat is known: the last publish of each, for as long as the
 * log's age, also where the log has let go of it. Not thread-safe: its channel guards it.
 */
final class Origins {
    /** What remembering one costs; an estimate for the limits. */
    static final int WEIGHT = 256;

    /** By the origin's id, the one that was heard from longest ago first. */
    private final Map<String, Append> last = new LinkedHashMap<>();

    /** How many are remembered. */
    int size() {
        return last.size();
    }

    /** The last publish of this origin, or null. */
    @Nullable
    Append last(Origin origin) {
        return last.get(origin.id());
    }

    /**
     * Whether a publish has been seen before.
     *
     * @param before the last one of the same origin
     * @throws ProtocolException {@link ErrorCode#KEY_REUSED} where it differs from the one that it repeats
     */
    static boolean isRepeat(Origin origin, Append before) {
        Origin known = before.origin;
        if (known == null) {
            return false;
        }
        if (origin.number() > 0) {
            return origin.number() <= known.number();
        }
        if (origin.digest() != null && !origin.digest().equals(known.digest())) {
            throw new ProtocolException(
                    ErrorCode.KEY_REUSED, "This idempotency key was used for another message; use a new one for each");
        }
        return true;
    }

    /** The lowest offset that is remembered, or another where none is. */
    long oldestOr(long otherwise) {
        return last.isEmpty() ? otherwise : last.values().iterator().next().offset();
    }

    /** Notes the newest publish of an origin. */
    void note(Origin origin, Append append) {
        last.remove(origin.id());
        last.put(origin.id(), append);
    }

    /** A publish could not be kept: what was before it counts again. */
    void forget(Origin origin, Append failed) {
        Append now = last.get(origin.id());
        if (now == failed) {
            Append good = failed.lastGood();
            if (good == null) {
                last.remove(origin.id());
            } else {
                last.put(origin.id(), good);
            }
        }
    }

    /** Forgets those not heard from since then, and tells how many they were. */
    int trim(long oldestMillis) {
        int before = last.size();
        Iterator<Append> oldestFirst = last.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().timeMillis < oldestMillis) {
            oldestFirst.remove();
        }
        return before - last.size();
    }
}
