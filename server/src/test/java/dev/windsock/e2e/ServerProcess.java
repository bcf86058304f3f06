package dev.windsock.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java process that says on its standard output where it listens, and that never outlives its test.
 *
 * <p>{@link #close()} kills it; so does the end of this process, however it comes.
 */
final class ServerProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("^(?:.*\\s)?(?:http|ws)://[^/:\\s]+:(\\d+)/?$");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> stdout = new CopyOnWriteArrayList<>();
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final Thread killer;
    private final Thread stdoutReader;
    private final Thread stderrReader;

    private ServerProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        killer = new Thread(process::destroyForcibly, "kill " + process.pid());
        Runtime.getRuntime().addShutdownHook(killer);
        stdoutReader = reading("stdout", process.getInputStream(), stdout, this::neverReady);
        stderrReader = reading("stderr", process.getErrorStream(), stderr, () -> {});
    }

    /** The server's jar with a free port and these further options, ready. */
    static ServerProcess windsock(String... options) throws IOException {
        return windsock(List.of(), options);
    }

    /** The same with options for the JVM. */
    static ServerProcess windsock(List<String> jvmOptions, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--port", "0"));
        arguments.addAll(List.of(options));
        return launched(jvmOptions, arguments).awaitReady();
    }

    /** The server's jar with exactly these options, perhaps not ready, perhaps at its end already. */
    static ServerProcess launched(List<String> jvmOptions, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(arguments);
        return new ServerProcess(command);
    }

    /** A main class of the tests on the server's jar, without JUnit on the class path, ready. */
    static ServerProcess ofMain(String mainClass, String... arguments) throws IOException {
        String classPath = Path.of("target", "test-classes").toAbsolutePath() + ":" + jar();
        List<String> command = new ArrayList<>(List.of(java(), "-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        return new ServerProcess(command).awaitReady();
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static Path jar() {
        Path jar = Path.of(System.getProperty("windsock.jar", "target/windsock.jar"))
                .toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("No server at " + jar + ": run `mvn package` first");
        }
        return jar;
    }

    ServerProcess awaitReady() {
        try {
            ready.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            return this;
        } catch (CompletionException failure) {
            close();
            throw new IllegalStateException("The server did not get ready.\n" + output(), failure);
        }
    }

    int port() {
        return ready.join();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> stdout() {
        return List.copyOf(stdout);
    }

    List<String> stderr() {
        return List.copyOf(stderr);
    }

    /** Both streams, for messages. */
    String output() {
        return "stdout: " + String.join("\n", stdout) + "\nstderr: " + String.join("\n", stderr);
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end, of itself or after {@link #terminate()}, and for all output; returns the exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The server is still there.\n" + output());
        }
        stdoutReader.join();
        stderrReader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!Thread.currentThread().equals(killer)) {
            Runtime.getRuntime().removeShutdownHook(killer);
        }
    }

    private void neverReady() {
        ready.completeExceptionally(new IllegalStateException("It ended, or closed its output."));
    }

    private Thread reading(String name, InputStream stream, List<String> lines, Runnable atEnd) {
        return Thread.ofPlatform().daemon().name(name + " of " + process.pid()).start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(line);
                    lookForPort(line);
                }
            } catch (IOException closed) {
                lines.add("(" + closed.getMessage() + ")");
            }
            atEnd.run();
        });
    }

    private void lookForPort(String line) {
        Matcher matcher = READY.matcher(line);
        if (matcher.matches()) {
            ready.complete(Integer.valueOf(matcher.group(1)));
        }
    }
}
