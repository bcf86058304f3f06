package dev.windsock.bench.server;

import dev.windsock.bench.dialect.CometdDialect;
import dev.windsock.bench.dialect.PlainDialect;
import dev.windsock.bench.dialect.WindsockDialect;
import dev.windsock.bench.load.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A contestant on the JVM that this runs on.
 *
 * @param flags flags of the JVM
 * @param classPath the jars that must be there
 * @param program what follows the flags: the class or the jar, and its arguments
 * @param hint how to get the jars
 */
record JavaContestant(
        String id,
        String label,
        Dialect dialect,
        List<String> flags,
        List<Path> classPath,
        List<String> program,
        String hint)
        implements Contestant {

    /** In a program's arguments: the directory for its files. */
    private static final String DIRECTORY = "{directory}";

    static JavaContestant windsock(Path jar, List<String> flags) {
        return new JavaContestant(
                "windsock",
                "Windsock",
                WindsockDialect.fromNow(),
                withArchive(jar, flags),
                List.of(jar),
                List.of("-jar", jar.toString(), "--port", "0"),
                "build it with ./windsock, or name it with --jar");
    }

    /** The same with its logs on the disk. */
    static JavaContestant disk(String id, String label, Path jar, List<String> flags, String sync) {
        return new JavaContestant(
                id,
                label,
                WindsockDialect.fromNow(),
                withArchive(jar, flags),
                List.of(jar),
                List.of("-jar", jar.toString(), "--port", "0", "--data", DIRECTORY, "--sync", sync),
                "build it with ./windsock, or name it with --jar");
    }

    /** With the archive of classes that the launcher makes beside the jar, and starts it with. */
    private static List<String> withArchive(Path jar, List<String> flags) {
        Path archive = jar.resolveSibling("windsock.jsa");
        if (!Files.exists(archive)) {
            return flags;
        }
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        return all;
    }

    static JavaContestant floor(String id, String label, List<String> flags, List<String> arguments) {
        List<String> program = new ArrayList<>();
        // One jar holds the whole benchmark.
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        program.addAll(List.of("-cp", jar.toString()));
        program.add("dev.windsock.bench.floor.FloorServer");
        program.addAll(arguments);
        return new JavaContestant(id, label, new PlainDialect(false, false), flags, List.of(), program, "");
    }

    static JavaContestant cometd(Path target, List<String> flags) {
        return new JavaContestant(
                "cometd",
                "CometD on Jetty",
                new CometdDialect(),
                flags,
                List.of(target.resolve("cometd.jar")),
                List.of("-cp", target + "/cometd.jar:" + target + "/lib/*", "dev.windsock.bench.cometd.CometdServer"),
                "mvn -f bench/peers/cometd/pom.xml -Dquick package makes it; or leave it out with --servers");
    }

    @Override
    public void check() {
        for (Path jar : classPath) {
            if (!Files.exists(jar)) {
                throw new ServerException(jar + " is missing: " + hint);
            }
        }
    }

    @Override
    public ServerProcess start(Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        program.forEach(word -> command.add(word.equals(DIRECTORY) ? directory.toString() : word));
        return ServerProcess.start(command, directory, Platform.JVM);
    }
}
