package dev.windsock.transport;

import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.XnioIoThread;

/** The loops of all I/O threads, made when a thread serves its first connection. Thread-safe. */
final class IoLoops {
    private final Duration pingInterval;
    private final ConcurrentHashMap<XnioIoThread, IoLoop> loops = new ConcurrentHashMap<>();

    IoLoops(Duration pingInterval) {
        this.pingInterval = pingInterval;
    }

    /** How many publications all loops have delivered. */
    long delivered() {
        return loops.values().stream()
                .mapToLong(loop -> loop.lane().delivered())
                .sum();
    }

    /** How many bytes all loops have sent. */
    long sent() {
        return loops.values().stream().mapToLong(loop -> loop.lane().sent()).sum();
    }

    IoLoop of(HttpServerExchange exchange) {
        return loops.computeIfAbsent(exchange.getIoThread(), thread -> new IoLoop(thread, pingInterval));
    }
}
