package dev.windsock.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that come in one read. */
class JointReadTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final TestServer server = new TestServer(Duration.ofSeconds(25));
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void areDeliveredOnAllLanesAlsoWhereTheLastIsNotWhole() throws Exception {
        List<Socket> readers = List.of(connect(), connect(), connect(), connect());
        for (Socket reader : readers) {
            write(reader, frame("{'id':1,'connect':{'channels':{'a':null}}}"));
            await(reader, "\"offset\":0");
        }
        Socket publisher = connect();
        write(publisher, frame("{'id':1,'connect':{}}"), publish("first"), publish("second"));
        write(publisher, publish("third"), new byte[] {(byte) 0x81});
        for (Socket reader : readers) {
            await(reader, "first");
            await(reader, "second");
            await(reader, "third");
        }
    }

    private static byte[] publish(String data) {
        return frame("{'publish':{'channel':'a','data':'" + data + "'}}");
    }

    /** A text message, masked with zeros (RFC 6455 section 5.2). */
    private static byte[] frame(String text) {
        byte[] payload = text.replace('\'', '"').getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static void write(Socket socket, byte[]... frames) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        socket.getOutputStream().write(all.toByteArray());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        Upgrades.ask(socket, Transports.PATH, "");
        await(socket, "\r\n\r\n");
        return socket;
    }

    /** Reads up to where the text has come. */
    private static void await(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("The end, after " + read);
            }
            read.append((char) b);
        }
    }
}
