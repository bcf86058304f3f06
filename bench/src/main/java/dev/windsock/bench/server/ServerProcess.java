package dev.windsock.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running contestant: a process with its descendants, listening at a port. Closing it ends them all. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(10);
    private static final Pattern READY = Pattern.compile("http://localhost:(\\d+)\\s*$", Pattern.MULTILINE);

    private final Process process;
    private final Path log;
    private final Platform platform;
    private final int port;
    private final long started;
    private final Thread onExit = new Thread(this::kill);

    private ServerProcess(List<String> command, Path directory, Platform platform) throws IOException {
        this.platform = platform;
        log = directory.resolve("server.log");
        started = System.nanoTime();
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(onExit);
        port = awaitPort();
    }

    /** Starts a command that prints a line which ends with its URL when it is ready. */
    static ServerProcess start(List<String> command, Path directory, Platform platform) throws IOException {
        return new ServerProcess(command, directory, platform);
    }

    /** Returns where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Returns when its process was started, on this process's clock of ns. */
    public long started() {
        return started;
    }

    /** Returns the process and its descendants. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>(List.of(process.pid()));
        process.descendants().forEach(child -> pids.add(child.pid()));
        return pids;
    }

    /** Collects the garbage, where there is a collector. */
    public void collectGarbage() {
        platform.collectGarbage(process.pid());
    }

    /** Returns the bytes of live objects on the heap; 0 where this cannot be asked. */
    public long liveHeapBytes() {
        return platform.liveHeapBytes(process.pid());
    }

    private int awaitPort() throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            pause();
        }
        close();
        String said = Files.readString(log).strip();
        throw new ServerException("the server did not start: " + said.substring(said.lastIndexOf('\n') + 1));
    }

    /** Ends the process and its descendants: politely, and after a while by force. */
    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // This process is ending already.
        }
    }

    private void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted", e);
        }
    }
}
