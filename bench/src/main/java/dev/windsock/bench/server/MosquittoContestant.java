package dev.windsock.bench.server;

import dev.windsock.bench.dialect.MqttDialect;
import dev.windsock.bench.load.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Mosquitto's WebSocket listener, as Debian packages it.
 *
 * @param configuration the template of mosquitto.conf
 */
record MosquittoContestant(Path configuration) implements Contestant {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    @Override
    public String id() {
        return "mosquitto";
    }

    @Override
    public String label() {
        return "Mosquitto";
    }

    @Override
    public Dialect dialect() {
        return new MqttDialect(false);
    }

    @Override
    public void check() {
        if (!Files.exists(PROGRAM)) {
            throw new ServerException(
                    "Mosquitto is missing: apt-get install mosquitto, or leave it out with --servers");
        }
    }

    @Override
    public ServerProcess start(Path directory) throws IOException {
        int port = Ports.free();
        String text = Files.readString(configuration).replace("@PORT@", Integer.toString(port));
        Path file = Files.writeString(directory.resolve("mosquitto.conf"), text);
        // Mosquitto says nothing when it is ready, so its port is looked at in the table of listening sockets.
        String script = PROGRAM + " -c \"$1\" & child=$!; trap 'kill $child; wait $child' TERM; "
                + "while ! grep -q \"0100007F:$2 .* 0A \" /proc/net/tcp; do kill -0 $child || exit 1; sleep 0.01; done; "
                + "echo \"Mosquitto listens on http://localhost:$3\"; wait $child";
        return ServerProcess.start(
                List.of("sh", "-c", script, "sh", file.toString(), "%04X".formatted(port), Integer.toString(port)),
                directory,
                Platform.NATIVE);
    }
}
