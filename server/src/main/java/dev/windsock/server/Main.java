package dev.windsock.server;

import dev.windsock.engine.EngineException;
import dev.windsock.protocol.Commands;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line. Exit codes: 0 after a clean end, 1 where the server cannot start, 2 for a wrong option. */
public final class Main implements Callable<Integer> {
    private final CommandSpec spec = Options.command(
            "windsock",
            this,
            "A messaging server for people whose network is in the way.",
            "%nSizes are written 65536, 64k or 1m, durations 500ms, 25s, 5m or 1h.");

    private Main() {
        Arguments.describe(spec);
        Options.addHelp(spec);
        spec.addSubcommand("doctor", new DoctorCommand().spec());
    }

    /** Runs the program. */
    public static void main(String[] args) {
        loadAhead();
        Logging.start();
        int code = run(writer(System.out), writer(System.err), args);
        if (code != CommandLine.ExitCode.OK) {
            System.exit(code);
        }
    }

    /** What takes longest to load does so while the options are read: a sixth of a second that a start need not wait. */
    private static void loadAhead() {
        Thread.ofPlatform().daemon().name("windsock-load").start(() -> {
            Listener.load();
            Commands.parse("[]".getBytes(StandardCharsets.UTF_8));
        });
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Returns the exit code; 0 also where the server goes on running. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main().spec)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, arguments) -> complain(e))
                .execute(args);
    }

    private static int complain(CommandLine.ParameterException e) {
        e.getCommandLine().getErr().println("windsock: " + e.getMessage() + hint(e));
        return CommandLine.ExitCode.USAGE;
    }

    private static String hint(CommandLine.ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            return "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + '?';
        }
        return e.getCause() instanceof ConfigException ? "" : "; --help tells the options";
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        ServerOptions options = options(command);
        try {
            WindsockServer server = WindsockServer.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "windsock-end"));
            Signals.endCleanly();
            announce(server, command);
            return CommandLine.ExitCode.OK;
        } catch (EngineException e) {
            command.getErr().println("windsock: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (IOException e) {
            command.getErr().println("windsock: " + reason(e, options));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static ServerOptions options(CommandLine command) {
        try {
            return new Arguments(command.getParseResult()).options();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(command, e.getMessage(), e);
        }
    }

    private static void announce(WindsockServer server, CommandLine command) {
        if (!server.isLocal()) {
            command.getErr()
                    .println(
                            "windsock: warning: other machines can reach this server, and all channels are open to all of"
                                    + " them: there is no authentication yet");
        }
        command.getOut().println("Windsock " + Version.text() + " listens on " + server.url());
    }

    private static String reason(IOException e, ServerOptions options) {
        String place = options.host() + ':' + options.port();
        if (e instanceof UnknownHostException) {
            return "there is no address " + options.host() + "; give --host one of this machine's";
        }
        if (e instanceof BindException && String.valueOf(e.getMessage()).contains("in use")) {
            return "port " + options.port() + " of " + options.host()
                    + " is taken; stop the program that listens there, or choose another port with --port";
        }
        return "cannot listen on " + place + ": " + e.getMessage();
    }
}
