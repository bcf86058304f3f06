package dev.windsock.doctor;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leads one connection from a port of this machine through a proxy to a server, by CONNECT, as browsers do for every
 * WebSocket; the client of the JDK does so for encrypted ones only. Thread-safe.
 */
final class Tunnel implements AutoCloseable {
    private static final int HTTP_PORT = 80;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int MAX_HEAD = 8 * 1024;
    private static final int OK = 200;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (\\d{3})");
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final ServerSocket near = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final InetSocketAddress proxy;
    private final String place;
    private final ExecutorService threads;
    private final List<Socket> sockets = new ArrayList<>();
    private int refused;
    private boolean closed;

    Tunnel(URI url, InetSocketAddress proxy, ExecutorService threads) throws IOException {
        this.proxy = proxy;
        this.place = url.getHost() + ':' + (url.getPort() < 0 ? HTTP_PORT : url.getPort());
        this.threads = threads;
        threads.execute(() -> {
            try {
                lead();
            } catch (IOException e) {
                close();
            }
        });
    }

    /** Where this machine's end is. */
    URI near(String path) {
        return URI.create("ws://" + near.getInetAddress().getHostAddress() + ':' + near.getLocalPort() + path);
    }

    /** With which status the proxy refused to connect; 0 where it did not. */
    synchronized int refused() {
        return refused;
    }

    private void lead() throws IOException {
        Socket here = kept(near.accept());
        Socket there = kept(new Socket());
        there.connect(proxy, PATIENCE_MILLIS);
        String ask = "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + END_OF_HEAD;
        there.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
        int status = status(there.getInputStream());
        if (status != OK) {
            synchronized (this) {
                refused = status;
            }
            close();
            return;
        }
        threads.execute(() -> copy(there, here));
        copy(here, there);
    }

    /** Reads the proxy's answer to its end, and no byte more. */
    private static int status(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD) && head.size() < MAX_HEAD) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        Matcher status = STATUS.matcher(head.toString(StandardCharsets.ISO_8859_1));
        return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            close();
        }
    }

    private synchronized Socket kept(Socket socket) throws IOException {
        sockets.add(socket);
        if (closed) {
            socket.close();
        }
        return socket;
    }

    @Override
    public synchronized void close() {
        closed = true;
        close(near);
        sockets.forEach(Tunnel::close);
    }

    private static void close(Closeable one) {
        try {
            one.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }
}
