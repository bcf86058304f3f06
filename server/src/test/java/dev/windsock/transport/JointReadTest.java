package dev.windsock.transport;

import static dev.windsock.transport.TestWebSocket.frame;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that come in one read. */
class JointReadTest {
    private final TestServer server = new TestServer(Duration.ofSeconds(25));
    private final List<TestWebSocket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (TestWebSocket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void areDeliveredOnAllLanesAlsoWhereTheLastIsNotWhole() throws Exception {
        List<TestWebSocket> readers = List.of(connect(), connect(), connect(), connect());
        for (TestWebSocket reader : readers) {
            reader.write(frame("{'id':1,'connect':{'channels':{'a':null}}}"));
            reader.await("\"offset\":0");
        }
        TestWebSocket publisher = connect();
        publisher.write(frame("{'id':1,'connect':{}}"), publish("first"), publish("second"));
        publisher.write(publish("third"), new byte[] {(byte) 0x81});
        for (TestWebSocket reader : readers) {
            reader.await("first");
            reader.await("second");
            reader.await("third");
        }
    }

    private static byte[] publish(String data) {
        return frame("{'publish':{'channel':'a','data':'" + data + "'}}");
    }

    private TestWebSocket connect() throws IOException {
        TestWebSocket socket = new TestWebSocket(server);
        sockets.add(socket);
        return socket;
    }
}
