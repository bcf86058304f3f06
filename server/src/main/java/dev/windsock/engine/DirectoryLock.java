package dev.windsock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other servers out of a directory. The system lets go of it when the process ends, however that happens. */
final class DirectoryLock implements AutoCloseable {
    private static final int MAX_PID = 20;

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @throws EngineException where another has it
     */
    static DirectoryLock take(Path path) throws IOException, EngineException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() == null) {
                throw inUse(path, file);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(path, file);
        }
        file.truncate(0);
        file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DirectoryLock(file);
    }

    private static EngineException inUse(Path path, FileChannel file) throws IOException {
        try (file) {
            ByteBuffer pid = ByteBuffer.allocate(MAX_PID);
            file.read(pid, 0);
            String holder = StandardCharsets.US_ASCII.decode(pid.flip()).toString();
            return new EngineException("the data directory " + path.getParent() + " is in use by another server"
                    + (holder.matches("[0-9]+") ? ", process " + holder : "")
                    + "; stop that one, or give each a directory of its own with --data");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
