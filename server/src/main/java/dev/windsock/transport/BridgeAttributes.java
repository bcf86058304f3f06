package dev.windsock.transport;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a request that lasts as long as its connection. Atmosphere writes some twenty of them while it takes a
 * connection in, and needs none of them later; but for the one that leads to the carrier they are let go of then, which
 * is a quarter of what a connection holds.
 */
final class BridgeAttributes extends AbstractMap<String, Object> {
    private final Carrier carrier;
    private Map<String, Object> others = new HashMap<>();

    BridgeAttributes(Carrier carrier) {
        this.carrier = carrier;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return Bridge.CARRIER.equals(name) ? carrier : others.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        if (others.isEmpty()) {
            others = new HashMap<>();
        }
        return others.put(name, value);
    }

    @Override
    public @Nullable Object remove(@Nullable Object name) {
        return others.isEmpty() ? null : others.remove(name);
    }

    /** Lets go of all but the carrier. */
    @Override
    public void clear() {
        others = Map.of();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return others.entrySet();
    }
}
