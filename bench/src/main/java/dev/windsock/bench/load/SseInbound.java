package dev.windsock.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A stream of server-sent events in an HTTP answer, chunked or not. An event is taken when it is whole. What a chunk carries
 * is moved to the end of what the chunks before it left over, so that an event is in one piece however it was cut.
 */
final class SseInbound implements Inbound {
    private boolean begun;
    private boolean chunked;
    /** Bytes at the buffer's start that are no longer in chunks: an event that is not whole. */
    private int plain;
    /** Bytes that the chunk has still to bring. */
    private int chunk;
    /** Where in the buffer chunks begin that could not be read yet. */
    private int rawFrom;

    @Override
    public void opened(Link link) throws IOException {
        link.conversation().opened(link);
    }

    @Override
    public void take(ByteBuffer buffer, Link link) throws IOException {
        if (!begun && !head(buffer, link)) {
            return;
        }
        int from = buffer.position();
        int end = chunked ? unchunk(buffer, from + plain) : buffer.limit();
        int rest = events(buffer, from, end, link);
        // What is left: a part of an event, and behind it what of the chunks could not be read yet.
        int raw = chunked ? rawFrom : end;
        plain = end - rest;
        int start = raw - plain;
        buffer.put(start, buffer, rest, plain);
        buffer.position(start);
    }

    private boolean head(ByteBuffer buffer, Link link) throws IOException {
        byte[] bytes = new byte[Math.min(buffer.remaining(), 4096)];
        buffer.get(buffer.position(), bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        if (!text.startsWith("HTTP/1.1 200 ")) {
            throw new LoadException("no stream: " + text.substring(0, text.indexOf("\r\n")));
        }
        begun = true;
        String head = text.substring(0, end + 2);
        chunked = head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked");
        link.conversation().heard(head, link);
        buffer.position(buffer.position() + end + 4);
        return true;
    }

    /** Moves what chunks carry to a place; returns the end of it. */
    private int unchunk(ByteBuffer buffer, int to) {
        int end = to;
        int at = to;
        while (at < buffer.limit()) {
            if (chunk == 0) {
                int line = HttpAnswer.lineEnd(buffer, at);
                if (line < 0) {
                    break;
                }
                // The line break that ends a chunk reads like a chunk of nothing.
                chunk = HttpAnswer.hex(buffer, at, line);
                if (chunk == 0 && line > at) {
                    throw new LoadException("the server ended a stream");
                }
                at = line + 2;
            }
            int part = Math.min(chunk, buffer.limit() - at);
            buffer.put(end, buffer, at, part);
            end += part;
            at += part;
            chunk -= part;
        }
        rawFrom = at;
        return end;
    }

    /** Takes whole events; returns where the rest begins. */
    private static int events(ByteBuffer buffer, int from, int end, Link link) throws IOException {
        int start = from;
        while (true) {
            int stop = eventEnd(buffer, start, end);
            if (stop < 0) {
                return start;
            }
            if (link.deliveries(buffer, start, stop) < 0) {
                link.hear(buffer, start, stop - start);
            }
            start = stop;
        }
    }

    /** Returns the place behind the empty line that ends an event, or -1. */
    private static int eventEnd(ByteBuffer buffer, int from, int end) {
        for (int at = from; at + 1 < end; at++) {
            if (buffer.get(at) == '\n' && buffer.get(at + 1) == '\n') {
                return at + 2;
            }
        }
        return -1;
    }
}
