package dev.windsock.architecture.seeded.channel;

import io.undertow.server.HttpServerExchange;

/** Knows the web server. */
public final class Breach {

    void handle(HttpServerExchange exchange) {}
}
