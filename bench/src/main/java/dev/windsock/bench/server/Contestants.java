package dev.windsock.bench.server;

import dev.windsock.bench.dialect.PlainDialect;
import dev.windsock.bench.dialect.SocketIoDialect;
import java.nio.file.Path;
import java.util.List;

/** All that can take part, in the order in which they take turns. */
public final class Contestants {
    private Contestants() {}

    /**
     * Returns them.
     *
     * @param bench the folder of this module
     * @param jar Windsock's
     * @param flags flags of the JVM for those that run on one
     */
    public static List<Contestant> all(Path bench, Path jar, List<String> flags) {
        return List.of(
                JavaContestant.windsock(jar, flags),
                JavaContestant.disk("windsock-disk", "Windsock, each group synced to the disk", jar, flags, "each"),
                JavaContestant.disk(
                        "windsock-disk-100ms", "Windsock, synced to the disk each 100 ms", jar, flags, "100ms"),
                JavaContestant.floor("floor", "bare NIO loop", flags, List.of()),
                JavaContestant.floor("joint", "bare NIO loop, joint writes", flags, List.of("--joint")),
                new NchanContestant(bench.resolve("peers/nchan/nginx.conf")),
                new MosquittoContestant(bench.resolve("peers/mosquitto/mosquitto.conf")),
                new NodeContestant("ws", "ws on Node", new PlainDialect(true, false), bench.resolve("peers/ws")),
                new NodeContestant(
                        "socketio", "Socket.IO on Node", new SocketIoDialect(false), bench.resolve("peers/socketio")),
                JavaContestant.cometd(bench.resolve("peers/cometd/target"), flags));
    }
}
