package dev.windsock.engine;

import dev.windsock.protocol.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How logs and entries are written: format version 1. Each record ends with a checksum over what it says and over the number
 * of its row, so that one which was changed, or has come to stand elsewhere, is not taken for good.
 */
final class RowFormat {
    private static final int CHECKSUM = 4;
    private static final int NO_DATA = 1;
    private static final int HAS_KEY = 2;
    private static final int HAS_ORIGIN = 4;
    private static final int HAS_DIGEST = 8;

    private RowFormat() {}

    /** What is known of a log beside its entries. */
    record LogState(LogId id, long head, long tail) {}

    /** An entry as it was read: of which log, and whether its data is gone. */
    record EntryState(long log, Entry entry, boolean withData) {}

    @FunctionalInterface
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(DataInputStream in) throws IOException, DamageException;
    }

    static byte[] log(long row, LogState log) {
        return record(row, 64, out -> {
            out.writeUTF(log.id().channel());
            out.writeUTF(log.id().epoch());
            out.writeLong(log.head());
            out.writeLong(log.tail());
        });
    }

    static LogState log(long row, byte @Nullable [] bytes) throws DamageException {
        return read(
                row, bytes, in -> new LogState(new LogId(in.readUTF(), in.readUTF()), in.readLong(), in.readLong()));
    }

    static byte[] entry(long row, long log, Entry entry, boolean withData) {
        Origin origin = entry.origin();
        int flags = (withData ? 0 : NO_DATA)
                | (entry.key() == null ? 0 : HAS_KEY)
                | (origin == null ? 0 : HAS_ORIGIN)
                | (origin == null || origin.digest() == null ? 0 : HAS_DIGEST);
        return record(row, 96 + entry.data().length, out -> {
            out.writeByte(flags);
            out.writeByte(entry.kind().ordinal());
            out.writeLong(log);
            out.writeLong(entry.position().offset());
            out.writeLong(entry.timeMillis());
            out.writeLong(entry.expiresMillis());
            out.writeLong(entry.version());
            write(out, entry.key());
            if (origin != null) {
                out.writeUTF(origin.id());
                out.writeLong(origin.number());
                out.writeInt(origin.subscribers());
                write(out, origin.digest());
            }
            if (withData) {
                out.write(entry.data());
            }
        });
    }

    /** Reads an entry of one of the logs. */
    static EntryState entry(long row, byte @Nullable [] bytes, LogIds logs) throws DamageException {
        return read(row, bytes, in -> {
            int flags = in.readUnsignedByte();
            Entry.Kind kind = Entry.Kind.values()[in.readUnsignedByte()];
            long log = in.readLong();
            LogId id = logs.of(log);
            Position position = new Position(id.epoch(), in.readLong());
            long time = in.readLong();
            long expires = in.readLong();
            long version = in.readLong();
            String key = has(flags, HAS_KEY) ? in.readUTF() : null;
            Origin origin = has(flags, HAS_ORIGIN) ? origin(in, has(flags, HAS_DIGEST)) : null;
            byte[] data = in.readAllBytes();
            return new EntryState(
                    log,
                    new Entry(id.channel(), position, kind, data, key, time, expires, version, origin),
                    !has(flags, NO_DATA));
        });
    }

    /** Which log a row of logs stands for. */
    @FunctionalInterface
    interface LogIds {
        /** Throws where there is none. */
        LogId of(long row) throws DamageException;
    }

    private static Origin origin(DataInputStream in, boolean digest) throws IOException {
        String id = in.readUTF();
        long number = in.readLong();
        int subscribers = in.readInt();
        return new Origin(id, number, digest ? in.readUTF() : null, subscribers);
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static byte[] record(long row, int size, Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out);
            out.writeInt(checksum(row, bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(long row, byte @Nullable [] bytes, Reader<T> reader) throws DamageException {
        if (bytes == null || bytes.length < CHECKSUM) {
            throw new DamageException("is too short");
        }
        int length = bytes.length - CHECKSUM;
        if (ByteBuffer.wrap(bytes).getInt(length) != checksum(row, bytes, length)) {
            throw new DamageException("does not match its checksum");
        }
        try {
            return reader.read(new DataInputStream(new ByteArrayInputStream(Arrays.copyOf(bytes, length))));
        } catch (IOException | RuntimeException e) {
            throw new DamageException("cannot be understood: " + e.getMessage());
        }
    }

    private static int checksum(long row, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, row));
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
