package dev.windsock.channel;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** {@code name:offset:data;}, and how often that was asked for. */
final class PlainEncoding implements Encoding {
    private final int slot;
    private final String name;
    private final Map<Long, Integer> calls = new HashMap<>();

    PlainEncoding(int slot, String name) {
        this.slot = slot;
        this.name = name;
    }

    /** By offset. */
    Map<Long, Integer> calls() {
        return calls;
    }

    String form(long offset, String data) {
        return name + ":" + offset + ":" + data + ";";
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public byte[] encode(Publication publication) {
        long offset = publication.position().offset();
        calls.merge(offset, 1, Integer::sum);
        return form(offset, new String(publication.data(), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }
}
