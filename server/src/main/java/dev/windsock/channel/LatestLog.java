package dev.windsock.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A log in which a publication takes the place of the older one of the same key. Those without a key stay. */
final class LatestLog implements Log {
    private final Rules rules;
    private final TreeMap<Long, Publication> kept = new TreeMap<>();
    private final Map<String, Publication> byKey = new HashMap<>();
    private long head;
    private long lost;
    private long bytes;

    LatestLog(Rules rules) {
        this.rules = rules;
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public void advance(long to) {
        head = Math.max(head, to);
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long oldest() {
        return kept.isEmpty() ? head + 1 : kept.firstKey();
    }

    @Override
    public @Nullable Publication append(Publication publication) {
        String key = publication.key();
        Publication older = key == null ? null : byKey.put(key, publication);
        if (older != null) {
            kept.remove(older.offset());
            bytes -= older.weight();
        }
        head = Math.max(head, publication.offset());
        kept.put(publication.offset(), publication);
        bytes += publication.weight();
        return older;
    }

    @Override
    public void restore(long lastLost) {
        lost = lastLost;
    }

    @Override
    public void trim(long nowMillis) {
        long oldest = nowMillis - rules.logAge().toMillis();
        while (!kept.isEmpty()) {
            Publication first = kept.firstEntry().getValue();
            boolean expired = first.isExpired(nowMillis);
            if (!expired
                    && size() <= rules.logCount()
                    && (size() == 1 || bytes <= rules.logBytes())
                    && first.timeMillis() >= oldest) {
                return;
            }
            if (!expired) {
                lost = first.offset();
            }
            drop(first);
        }
    }

    private void drop(Publication first) {
        kept.remove(first.offset());
        bytes -= first.weight();
        if (first.key() != null) {
            byKey.remove(first.key(), first);
        }
    }

    @Override
    public void clear() {
        if (!kept.isEmpty()) {
            lost = head;
        }
        kept.clear();
        byKey.clear();
        bytes = 0;
    }

    @Override
    public @Nullable Publication next(long from, long nowMillis) {
        Map.Entry<Long, Publication> entry = kept.ceilingEntry(from);
        while (entry != null && entry.getValue().isExpired(nowMillis)) {
            entry = kept.higherEntry(entry.getKey());
        }
        return entry == null ? null : entry.getValue();
    }

    @Override
    public @Nullable Publication previous(long before, long nowMillis) {
        Map.Entry<Long, Publication> entry = kept.lowerEntry(before);
        while (entry != null && entry.getValue().isExpired(nowMillis)) {
            entry = kept.lowerEntry(entry.getKey());
        }
        return entry == null ? null : entry.getValue();
    }
}
