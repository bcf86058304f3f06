package dev.windsock.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A way to come to the server and to leave it: every transport, politely and not. */
enum Visitor {
    WEBSOCKET_THAT_CLOSES {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            try (WebSocketConnection socket = connected(http, channel)) {
                socket.send(WebSocketConnection.CLOSE, new byte[] {3, (byte) 0xe8});
                while (socket.readFrame().opcode() != WebSocketConnection.CLOSE) {
                    // What was under way before.
                }
            }
        }
    },
    WEBSOCKET_THAT_RESETS {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            connected(http, channel);
            http.abort();
        }
    },
    WEBSOCKET_THAT_ENDS_WITHIN_A_FRAME {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            connected(http, channel);
            http.sendBytes(new byte[] {(byte) 0x81, (byte) 0xfe, 1, 0, 1, 2, 3, 4, 5});
            http.close();
        }
    },
    WEBSOCKET_THAT_RESETS_BEFORE_THE_UPGRADE {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            http.send("GET /windsock HTTP/1.1", List.of("Upgrade: websocket", "Connection: Upgrade"), "");
            http.abort();
        }
    },
    STREAM_THAT_RESETS {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            stream(http, channel);
            http.abort();
        }
    },
    STREAM_THAT_ENDS {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            stream(http, channel);
            http.close();
        }
    },
    POLL_THAT_IS_ANSWERED {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            poll(http, channel, "null", 0);
            http.readBody(http.readHead());
            http.close();
        }
    },
    POLL_THAT_RESETS_WHILE_HELD {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            held(http, channel);
            http.abort();
        }
    },
    POLL_THAT_ENDS_WHILE_HELD {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            held(http, channel);
            http.close();
        }
    },
    REQUEST_THAT_ENDS_WITHIN_ITS_BODY {
        @Override
        void visit(HttpConnection http, String channel) throws IOException {
            http.sendBytes("POST /windsock HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"id\":1,"
                    .getBytes(StandardCharsets.US_ASCII));
            http.close();
        }
    };

    private static final int SOURCES = 50;

    abstract void visit(HttpConnection http, String channel) throws IOException;

    /** Comes from one of many addresses, so that ports which still wait for late packets do not matter. */
    static void visit(int port, int number) throws IOException {
        Visitor visitor = values()[number % values().length];
        InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + number % SOURCES)});
        try (HttpConnection http = new HttpConnection(port, source)) {
            visitor.visit(http, "churn-" + number % 100);
        }
    }

    private static WebSocketConnection connected(HttpConnection http, String channel) throws IOException {
        WebSocketConnection socket = new WebSocketConnection(http, "/windsock");
        socket.send("{\"id\":1,\"connect\":{\"channels\":{\"" + channel + "\":null}}}");
        expect(socket.readLine().contains("\"connect\""));
        return socket;
    }

    private static void stream(HttpConnection http, String channel) throws IOException {
        String connect = "{\"id\":1,\"connect\":{\"transport\":\"sse\",\"channels\":{\"" + channel + "\":null}}}";
        http.send("POST /windsock HTTP/1.1", List.of(), connect);
        InputStream events = http.body(http.readHead());
        expect(HttpConnection.readEvent(events).contains("event: connect"));
    }

    /** The second poll states the position that the first has brought, so there is nothing to answer it with. */
    private static void held(HttpConnection http, String channel) throws IOException {
        poll(http, channel, "null", 0);
        String position = Template.parse(http.readBody(http.readHead()))
                .path("connect")
                .path("channels")
                .path(channel)
                .toString();
        poll(http, channel, position, 30_000);
    }

    private static void poll(HttpConnection http, String channel, String position, int wait) throws IOException {
        String connect =
                "{\"id\":1,\"connect\":{\"channels\":{\"" + channel + "\":" + position + "},\"wait\":" + wait + "}}";
        http.send("POST /windsock HTTP/1.1", List.of(), connect);
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("Not what was expected");
        }
    }
}
