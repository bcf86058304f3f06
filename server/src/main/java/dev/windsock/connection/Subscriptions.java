package dev.windsock.connection;

import dev.windsock.channel.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of one connection. Most have one or few, and the number is limited, so a list that is looked through is
 * both smaller and faster than a map.
 */
final class Subscriptions {
    private List<Cursor> cursors = List.of();

    int size() {
        return cursors.size();
    }

    Cursor get(int index) {
        return cursors.get(index);
    }

    @Nullable
    Cursor find(String channel) {
        for (int i = 0; i < cursors.size(); i++) {
            if (cursors.get(i).channel().equals(channel)) {
                return cursors.get(i);
            }
        }
        return null;
    }

    void add(Cursor cursor) {
        if (cursors.isEmpty()) {
            cursors = List.of(cursor);
            return;
        }
        if (cursors.size() == 1) {
            cursors = new ArrayList<>(cursors);
        }
        cursors.add(cursor);
    }

    boolean remove(String channel) {
        Cursor cursor = find(channel);
        if (cursor == null) {
            return false;
        }
        cursor.close();
        if (cursors.size() == 1) {
            cursors = List.of();
        } else {
            cursors.remove(cursor);
        }
        return true;
    }

    boolean isRecovering() {
        for (int i = 0; i < cursors.size(); i++) {
            if (cursors.get(i).isRecovering()) {
                return true;
            }
        }
        return false;
    }

    void close() {
        cursors.forEach(Cursor::close);
        cursors = List.of();
    }
}
