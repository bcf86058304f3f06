package dev.windsock.transport;

import dev.windsock.connection.Connection;
import dev.windsock.connection.Sessions;
import dev.windsock.connection.Settings;
import dev.windsock.protocol.Command;
import dev.windsock.protocol.Commands;
import dev.windsock.protocol.ErrorCode;
import dev.windsock.protocol.Json;
import dev.windsock.protocol.Names;
import dev.windsock.protocol.Position;
import dev.windsock.protocol.ProtocolException;
import dev.windsock.protocol.Start;
import dev.windsock.protocol.TransportName;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Deque;
import java.util.List;

/** {@code /windsock}: which transport a request asks for, and what is wrong with it (PROTOCOL.md section 3). */
final class WindsockEndpoint implements HttpHandler {
    private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
    private static final String LINES = "application/x-ndjson";
    private static final long MAX_WAIT_MILLIS = 30_000;

    private final Bridge bridge;
    private final Settings settings;
    private final ClientNetworks networks;
    private final IoLoops loops;
    private final Bodies bodies;
    private final WebSocketUpgrade upgrade;
    private final Sessions sessions = new Sessions();

    WindsockEndpoint(Bridge bridge, Settings settings, IoLoops loops, ClientNetworks networks, int maxBody) {
        this.bridge = bridge;
        this.settings = settings;
        this.networks = networks;
        this.loops = loops;
        this.bodies = new Bodies(maxBody, settings.channels().counts());
        this.upgrade = new WebSocketUpgrade(loops, settings.maxMessage(), this::accept);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (WebSocketUpgrade.isAskedBy(exchange)) {
            bodies.checked(exchange, this::upgrade);
        } else if (exchange.getRequestMethod().equals(Methods.POST)) {
            bodies.read(exchange, this::post);
        } else if (exchange.getRequestMethod().equals(Methods.GET)) {
            bodies.onLane(exchange, this::get);
        } else {
            Responses.methodNotAllowed(exchange, "GET, POST");
        }
    }

    private void upgrade(HttpServerExchange exchange) {
        networks.check(exchange, TransportName.WEBSOCKET);
        upgrade.handleRequest(exchange);
    }

    private Carrier.Surroundings around(IoLoop loop, HttpServerExchange exchange) {
        return new Carrier.Surroundings(loop, bridge, settings, networks.of(exchange));
    }

    private WebSocketLink.Listener accept(WebSocketLink link, HttpServerExchange exchange) {
        WindsockDialect dialect = link.isDeflated() ? WindsockDialect.WEBSOCKET_DEFLATED : WindsockDialect.WEBSOCKET;
        WebSocketCarrier carrier = new WebSocketCarrier(
                link, around(link.loop(), exchange), dialect, new CommandConversation(List.of(), null));
        bridge.open(carrier, Transports.PATH);
        return carrier;
    }

    /** A stream of one channel, for readers that can only GET. */
    private void get(HttpServerExchange exchange) {
        Deque<String> channel = exchange.getQueryParameters().get("channel");
        if (channel == null || channel.size() != 1) {
            throw new ProtocolException(
                    ErrorCode.BAD_REQUEST,
                    "GET needs the query parameter `channel`, once; to follow several channels, use WebSocket or POST");
        }
        String name = Names.channel(channel.getFirst());
        String last = exchange.getRequestHeaders().getFirst(LAST_EVENT_ID);
        Start start = last == null || last.isEmpty() ? Start.NOW : Start.after(Position.parse(last));
        stream(exchange, connection -> connection.follow(name, start));
    }

    private void post(HttpServerExchange exchange, byte[] body) {
        List<Command> commands = Commands.parse(Json.utf8(body));
        if (commands.isEmpty()) {
            throw new ProtocolException(ErrorCode.BAD_JSON, "There is no command in the body");
        }
        switch (commands.getFirst()) {
            case Command.Connect connect -> connect(exchange, connect, commands);
            case Command.Attach attach -> attach(exchange, attach, commands.subList(1, commands.size()));
            case Command.Malformed malformed -> throw new ProtocolException(malformed.code(), malformed.message());
            default ->
                throw new ProtocolException(
                        ErrorCode.NOT_CONNECTED, "The first command of a POST must be `connect` or `attach`");
        }
    }

    private void connect(HttpServerExchange exchange, Command.Connect connect, List<Command> commands) {
        String transport = connect.transport() == null ? "polling" : connect.transport();
        if (connect.client() != null) {
            Names.client(connect.client());
        }
        switch (transport) {
            case "sse" -> stream(exchange, new CommandConversation(commands, sessions));
            case "polling" -> poll(exchange, connect, commands);
            default ->
                throw new ProtocolException(
                        ErrorCode.BAD_COMMAND, "Over POST, `transport` must be \"sse\" or \"polling\"");
        }
    }

    private void stream(HttpServerExchange exchange, Conversation conversation) {
        networks.check(exchange, TransportName.SSE);
        WindsockDialect dialect = exchange.isHttp11() ? WindsockDialect.SSE_CHUNKED : WindsockDialect.SSE;
        bridge.serve(
                new SseCarrier(exchange, around(loops.of(exchange), exchange), dialect, conversation), Transports.PATH);
    }

    private void poll(HttpServerExchange exchange, Command.Connect connect, List<Command> commands) {
        if (connect.waitMillis() < 0 || connect.waitMillis() > MAX_WAIT_MILLIS) {
            throw new ProtocolException(
                    ErrorCode.BAD_COMMAND, "`wait` must be from 0 to " + MAX_WAIT_MILLIS + " milliseconds");
        }
        if (!isControl(connect, commands)) {
            networks.check(exchange, TransportName.POLLING);
        }
        boolean nothingToAnswer =
                commands.size() == 1 && connect.channels().values().stream().noneMatch(start -> start.since() == null);
        PollCarrier.Wanted wanted =
                new PollCarrier.Wanted(LINES, nothingToAnswer ? held(connect.waitMillis()) : 0, 1, false);
        bridge.serve(
                new PollCarrier(
                        exchange,
                        around(loops.of(exchange), exchange),
                        WindsockDialect.LINES,
                        new CommandConversation(commands, null),
                        wanted),
                Transports.PATH);
    }

    /** Whether it only asks for the server (PROTOCOL.md section 3.4): that is no use of a transport. */
    private static boolean isControl(Command.Connect connect, List<Command> commands) {
        return connect.client() == null
                && connect.channels().isEmpty()
                && connect.waitMillis() == 0
                && commands.size() == 1;
    }

    /** How long a poll is held: not so long that the client's lease might end before its next. */
    private long held(long waitMillis) {
        return Math.min(waitMillis, settings.presence().lease().toMillis() / 2);
    }

    /** Hands commands to the stream they belong to, which may live on another thread; the replies go down there. */
    private void attach(HttpServerExchange exchange, Command.Attach attach, List<Command> commands) {
        Connection connection = sessions.find(attach.session());
        if (connection == null) {
            throw new ProtocolException(
                    ErrorCode.UNKNOWN_SESSION, "The stream of this session has ended: connect again");
        }
        connection.lane().execute(() -> connection.receive(commands, null));
        Responses.empty(exchange, 202);
    }
}
