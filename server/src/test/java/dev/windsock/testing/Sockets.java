package dev.windsock.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The open sockets of this process, as Linux tells; elsewhere none are seen. */
final class Sockets {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

    static {
        letTheJdkOpenItsOwn();
    }

    private Sockets() {}

    static Map<String, Supplier<String>> open() {
        Map<String, Supplier<String>> open = new HashMap<>();
        if (Files.isDirectory(DESCRIPTORS)) {
            try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
                descriptors
                        .map(Sockets::target)
                        .filter(target -> target.startsWith("socket:"))
                        .forEach(socket -> open.put(socket, () -> "connection " + socket + endpoints(socket)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return open;
    }

    /** What the descriptor stands for; nothing where it is gone by now, as that of the listing itself. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    /** Both ends, as the kernel's table has them: hexadecimal address and port. */
    private static String endpoints(String socket) {
        String inode = socket.replaceAll("\\D", "");
        return TABLES.stream()
                .flatMap(Sockets::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 9 && columns[9].equals(inode))
                .map(columns -> " from " + port(columns[1]) + " to " + port(columns[2]))
                .findFirst()
                .orElse("");
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException absent) {
            return Stream.empty();
        }
    }

    private static String port(String endpoint) {
        return "port " + Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1), 16);
    }

    /** The JDK keeps a socket of its own from the first time that one is closed. */
    private static void letTheJdkOpenItsOwn() {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            server.accept().close();
            client.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
