package dev.windsock.websocket;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * permessage-deflate (RFC 7692) without context takeover either way: no message depends on another, so one pair of
 * compressor and decompressor serves all connections of a thread, and a message compressed once serves all who
 * negotiated it. Not thread-safe; holds native memory until {@link #close}.
 */
public final class Deflation implements AutoCloseable {
    /** Section 7.2.1: what a flush ends with, and what is not sent. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final Inflater inflater = new Inflater(true);
    private final byte[] chunk = new byte[8192];

    /** Compresses one message. */
    public byte[] deflate(byte[] message) {
        deflater.reset();
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length / 2 + 16);
        int n;
        do {
            n = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, n);
        } while (n == chunk.length);
        byte[] deflated = out.toByteArray();
        return java.util.Arrays.copyOf(deflated, deflated.length - TAIL.length);
    }

    /**
     * Decompresses one message.
     *
     * @throws WebSocketException where it is no deflate stream, or is larger than {@code max} bytes
     */
    byte[] inflate(byte[] message, int max) throws WebSocketException {
        inflater.reset();
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, 3 * message.length));
        try {
            inflate(message, out, max);
            inflate(TAIL, out, max);
        } catch (DataFormatException e) {
            throw new WebSocketException(WebSocketException.INVALID_PAYLOAD, "A message is not in deflate form");
        }
        return out.toByteArray();
    }

    private void inflate(byte[] input, ByteArrayOutputStream out, int max)
            throws DataFormatException, WebSocketException {
        inflater.setInput(input);
        while (!inflater.needsInput()) {
            int n = inflater.inflate(chunk);
            if (out.size() + n > max) {
                throw new WebSocketException(
                        WebSocketException.TOO_BIG, "A message may have " + max + " bytes at most");
            }
            out.write(chunk, 0, n);
            if (inflater.finished()) {
                restart(input);
            } else if (n == 0 && inflater.needsDictionary()) {
                throw new DataFormatException();
            }
        }
    }

    /** Section 7.2.3.5 allows a final block; what follows it is a stream of its own. */
    private void restart(byte[] input) {
        int rest = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(input, input.length - rest, rest);
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
