package dev.windsock.e2e;

import dev.windsock.transport.TransportOptions;
import dev.windsock.transport.WebSocketLink;
import dev.windsock.transport.WebSocketUpgrade;
import dev.windsock.websocket.FrameWriter;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Our WebSocket code as an echo server, which is what Autobahn talks to; for messages of 16 MiB, as it sends them. */
public final class EchoServer {

    private static final int MAX_MESSAGE = 32 << 20;

    private EchoServer() {}

    /** Listens on any free port until it is killed. */
    public static void main(String[] arguments) {
        TransportOptions options =
                new TransportOptions(MAX_MESSAGE, 1 << 20, 1, Duration.ofHours(1), Duration.ofHours(2));
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(new WebSocketUpgrade(options, (link, exchange) -> new Echo(link)))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println("Echo at ws://127.0.0.1:" + address.getPort());
    }

    /** Sends back what comes; reads no more while the peer does not read. */
    private static final class Echo implements WebSocketLink.Listener {

        private final WebSocketLink link;
        private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
        private int closeCode;

        Echo(WebSocketLink link) {
            this.link = link;
        }

        @Override
        public void text(byte[] utf8) {
            send(
                    link.isDeflated()
                            ? FrameWriter.compressedText(link.deflation().deflate(utf8))
                            : FrameWriter.text(utf8));
        }

        @Override
        public void binary(byte[] data) {
            send(
                    link.isDeflated()
                            ? FrameWriter.compressedBinary(link.deflation().deflate(data))
                            : FrameWriter.binary(data));
        }

        @Override
        public void ping(byte[] payload) {
            send(FrameWriter.pong(payload));
        }

        @Override
        public void pong() {}

        @Override
        public void close(int code) {
            closeCode = code;
            answerCloseWhenAllIsSent();
        }

        @Override
        public void writable() {
            drain();
            if (unsent.isEmpty()) {
                link.resumeReads();
            }
        }

        @Override
        public void gone() {
            unsent.clear();
        }

        private void send(byte[] frame) {
            unsent.add(ByteBuffer.wrap(frame));
            drain();
        }

        private void drain() {
            while (!unsent.isEmpty() && link.write(unsent.element()) >= 0) {
                if (unsent.element().hasRemaining()) {
                    link.suspendReads();
                    link.awaitWritable();
                    return;
                }
                unsent.remove();
            }
            answerCloseWhenAllIsSent();
        }

        private void answerCloseWhenAllIsSent() {
            if (closeCode != 0 && unsent.isEmpty()) {
                link.answerClose(closeCode);
            }
        }
    }
}
