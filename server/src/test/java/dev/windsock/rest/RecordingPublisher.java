package dev.windsock.rest;

import dev.windsock.channel.Published;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published to it. Two channels are special: {@code full} is full, {@code broken} has a fault. */
final class RecordingPublisher implements Publisher {
    /** What came, each as {@code channel data}. */
    final List<String> published = new CopyOnWriteArrayList<>();

    @Override
    public Published publish(String channel, byte[] data) {
        Names.channel(channel);
        if (channel.equals("full")) {
            throw new ProtocolException(ErrorCode.FULL, "No more");
        }
        if (channel.equals("broken")) {
            throw new IllegalStateException("a secret of the server");
        }
        published.add(channel + ' ' + new String(data, StandardCharsets.UTF_8));
        return new Published(channel, new Position("e1", published.size()), 7, false);
    }
}
