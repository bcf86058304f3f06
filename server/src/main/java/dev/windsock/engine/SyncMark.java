package dev.windsock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A small file that tells up to which row all is on the disk. The store takes a journal whose end is damaged for one that
 * was being written when the power went, and goes on without that end; only who knows what there had been can tell.
 *
 * <p>It is written after each sync and not synced itself, so it never tells of more than there is.
 */
final class SyncMark implements AutoCloseable {
    private static final int SIZE = Long.BYTES + Integer.BYTES;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);

    private SyncMark(FileChannel file) {
        this.file = file;
    }

    /** Opens the file, which is made anew where there is nothing yet. */
    static SyncMark open(Path path, boolean anew) throws IOException {
        if (anew) {
            Files.write(path, content(0).array(), StandardOpenOption.CREATE, StandardOpenOption.SYNC);
        }
        return new SyncMark(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    long read() throws IOException, DamageException {
        buffer.clear();
        if (file.size() != SIZE || file.read(buffer, 0) != SIZE) {
            throw new DamageException("has " + file.size() + " bytes rather than " + SIZE);
        }
        long row = buffer.getLong(0);
        if (!buffer.flip().equals(content(row))) {
            throw new DamageException("does not match its checksum");
        }
        return row;
    }

    void write(long row) throws IOException {
        buffer.clear().put(content(row)).flip();
        file.write(buffer, 0);
    }

    private static ByteBuffer content(long row) {
        ByteBuffer content = ByteBuffer.allocate(SIZE).putLong(row);
        CRC32C crc = new CRC32C();
        crc.update(content.array(), 0, Long.BYTES);
        return content.putInt((int) crc.getValue()).flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
