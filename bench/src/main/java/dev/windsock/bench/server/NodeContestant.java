package dev.windsock.bench.server;

import dev.windsock.bench.load.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A package on Node.
 *
 * @param folder where its script and its node_modules are
 */
record NodeContestant(String id, String label, Dialect dialect, Path folder) implements Contestant {
    @Override
    public void check() {
        if (!Files.exists(folder.resolve("node_modules"))) {
            throw new ServerException(label + " is missing: run npm ci in " + folder
                    + " (needs Node 20 or newer), or leave it out with --servers");
        }
    }

    @Override
    public ServerProcess start(Path directory) throws IOException {
        List<String> command =
                List.of("node", "--expose-gc", folder.resolve("server.js").toString());
        return ServerProcess.start(command, directory, Platform.NODE);
    }
}
