package dev.windsock.transport;

import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.TransportName;
import io.undertow.server.HttpServerExchange;
import java.net.InetAddress;
import java.util.stream.Collectors;

/** Finds out which network a request comes from, and what is offered there. */
record ClientNetworks(Proxies proxies, Networks networks) {
    ClientNetwork of(HttpServerExchange exchange) {
        InetAddress client = proxies.client(exchange);
        return new ClientNetwork(ClientNetwork.name(client), networks.offered(client));
    }

    /**
     * Lets a request pass that asks for a transport which is offered to its client.
     *
     * @throws ProtocolException {@link ErrorCode#TRANSPORT_NOT_OFFERED}
     */
    void check(HttpServerExchange exchange, TransportName transport) {
        var offered = networks.offered(proxies.client(exchange));
        if (!offered.contains(transport)) {
            throw new ProtocolException(
                    ErrorCode.TRANSPORT_NOT_OFFERED,
                    "The transport " + transport.word() + " is not offered to this network; offered: "
                            + offered.stream().sorted().map(TransportName::word).collect(Collectors.joining(", ")));
        }
    }
}
