package dev.windsock.e2e;

import java.io.IOException;
import java.nio.file.Path;

/** A server that keeps its logs in a directory, and is killed and started again while others use it. */
final class KilledServer implements AutoCloseable {

    private final String[] options;
    private ServerProcess process;
    private int starts = 1;
    private boolean up = true;

    KilledServer(Path data, String sync) throws IOException {
        options = new String[] {
            "--data", data.toString(), "--sync", sync, "--log-count", "10000000", "--log-size", "2g", "--log-age", "2h"
        };
        process = ServerProcess.windsock(options);
    }

    /** Sends SIGKILL, and returns when the process has gone. */
    synchronized void kill() {
        up = false;
        process.close();
    }

    void restart() throws IOException {
        ServerProcess again = ServerProcess.windsock(options);
        synchronized (this) {
            process = again;
            starts++;
            up = true;
            notifyAll();
        }
    }

    synchronized int port() {
        return process.port();
    }

    /** How often it has been started. */
    synchronized int starts() {
        return starts;
    }

    /** Waits until it is there, and has been started since the caller saw it last. */
    synchronized void awaitStart(int seen) throws InterruptedException {
        while (!up || starts <= seen) {
            wait();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
