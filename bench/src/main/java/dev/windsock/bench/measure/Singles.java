package dev.windsock.bench.measure;

import dev.windsock.bench.load.Dialect;
import dev.windsock.bench.load.HttpOutlet.HttpPublishing;

/** One message a request. */
record Singles(Dialect dialect, int port) implements HttpPublishing {
    @Override
    public byte[] add(String channel, String message) {
        return dialect.request(channel, message, port);
    }

    @Override
    public byte[] rest() {
        return new byte[0];
    }
}
