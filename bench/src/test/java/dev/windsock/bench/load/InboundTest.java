package dev.windsock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes over HTTP, cut at every place. */
class InboundTest {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    private final Socket server = listener.accept();
    private final ByteBuffer shared = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    private final List<String> heard = new ArrayList<>();

    InboundTest() throws IOException {
        server.setTcpNoDelay(true);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        server.close();
        listener.close();
    }

    private final class Hearing implements Conversation {
        @Override
        public void opened(Wire wire) {}

        @Override
        public void heard(String text, Wire wire) {
            heard.add(text);
        }
    }

    private Follower receive(Inbound inbound, String text, int cut) throws IOException {
        Follower follower = new Follower(0, 1, 1, true);
        Link link = new Link(channel, inbound, new Hearing(), follower, new Tally(1));
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        heard.clear();
        for (int at = 0; at < bytes.length; at += cut) {
            server.getOutputStream().write(bytes, at, Math.min(cut, bytes.length - at));
            link.read(shared);
        }
        return follower;
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String event(int sequence) {
        return "id: e:" + sequence + "\ndata: {\"data\":\"" + Message.text(0, sequence, 0) + "\"}\n\n";
    }

    @Test
    void findsTheEventsOfAChunkedStreamHoweverItIsCut() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String events = "event: connect\ndata: {}\n\n" + event(1) + event(2) + ":\n\n" + event(3);
        for (int cut : new int[] {1, 2, 3, 7, 50, 131, 4_000}) {
            // A chunk ends within the second message.
            int within = events.length() / 2;
            String text = head + chunk(events.substring(0, within)) + chunk(events.substring(within));

            assertThat(receive(new SseInbound(), text, cut).all())
                    .as("cut " + cut)
                    .isEqualTo(3);
            assertThat(heard).hasSize(3).element(1).isEqualTo("event: connect\ndata: {}\n\n");
        }
    }

    @Test
    void findsTheMessagesOfAnswersHoweverTheyAreCut() throws IOException {
        String body = "{\"id\":1}\n" + Message.text(0, 1, 0) + "\n" + Message.text(0, 2, 0) + "\n";
        String plain = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        String more = Message.text(0, 3, 0);
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(more.substring(0, 40))
                + chunk(more.substring(40)) + "0\r\n\r\n";
        String empty = "HTTP/1.1 204 No Content\r\n\r\n";
        for (int cut : new int[] {1, 2, 3, 7, 50, 131, 4_000}) {
            assertThat(receive(new HttpInbound(), plain + empty + chunked + empty, cut)
                            .all())
                    .as("cut " + cut)
                    .isEqualTo(3);
            assertThat(heard).hasSize(4);
        }
    }
}
