package dev.windsock.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** HTTP answers, one after the other: the answers to polls, and to publishes. */
final class HttpInbound implements Inbound {
    private final HttpAnswer answer = new HttpAnswer();

    @Override
    public void opened(Link link) throws IOException {
        link.conversation().opened(link);
    }

    @Override
    public void take(ByteBuffer buffer, Link link) throws IOException {
        while (buffer.hasRemaining() && answer.isWhole(buffer)) {
            int start = buffer.position();
            int end = answer.end();
            buffer.position(answer.next());
            link.deliveries(buffer, start, end);
            link.hear(buffer, start, end - start);
        }
    }
}
