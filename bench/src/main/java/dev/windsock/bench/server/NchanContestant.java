package dev.windsock.bench.server;

import dev.windsock.bench.dialect.NchanDialect;
import dev.windsock.bench.load.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Nchan on nginx, as Debian packages them, with one worker and a prefix of its own.
 *
 * @param configuration the template of nginx.conf
 */
record NchanContestant(Path configuration) implements Contestant {
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");

    @Override
    public String id() {
        return "nchan";
    }

    @Override
    public String label() {
        return "Nchan on nginx";
    }

    @Override
    public Dialect dialect() {
        return NchanDialect.usual();
    }

    @Override
    public void check() {
        if (!Files.exists(MODULE)) {
            throw new ServerException("nginx with Nchan is missing: apt-get install nginx libnginx-mod-nchan,"
                    + " or leave it out with --servers");
        }
    }

    @Override
    public ServerProcess start(Path directory) throws IOException {
        int port = Ports.free();
        String text = Files.readString(configuration)
                .replace("@MODULE@", MODULE.toString())
                .replace("@FILES@", ProcessFigures.run("sh", "-c", "ulimit -n"))
                .replace("@PORT@", Integer.toString(port));
        Path file = Files.writeString(directory.resolve("nginx.conf"), text);
        // nginx says nothing when it is ready; its socket listens before its worker starts, so nothing is lost.
        String script = "nginx -p \"$1\" -e error.log -c \"$2\" & child=$!; trap 'kill $child; wait $child' TERM; "
                + "while ! [ -s nginx.pid ]; do kill -0 $child || exit 1; sleep 0.05; done; "
                + "echo \"nginx listens on http://localhost:$3\"; wait $child";
        List<String> command =
                List.of("sh", "-c", script, "sh", directory.toString(), file.toString(), Integer.toString(port));
        return ServerProcess.start(command, directory, Platform.NATIVE);
    }
}
