package dev.windsock.server;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How the commands of the command line and their options are described. */
final class Options {
    private Options() {}

    /** A command without options. */
    static CommandSpec command(String name, Callable<Integer> program, String description, String footer) {
        CommandSpec command =
                CommandSpec.wrapWithoutInspection(program).name(name).versionProvider(new Version());
        command.usageMessage().sortOptions(false).description(description).footer(footer);
        return command;
    }

    /** Adds the options that each command has. */
    static void addHelp(CommandSpec command) {
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        command.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    }

    /** An option with a value, of which the type is still to be said. */
    static OptionSpec.Builder option(String name, String label, String description) {
        return OptionSpec.builder(name).paramLabel(label).description(description);
    }

    /** An option that is there or not. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    /**
     * An option that may be there again and again.
     *
     * @param separator what may be between several values of one option; empty where nothing may
     */
    static OptionSpec list(String name, String label, String separator, String description) {
        return option(name, label, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(separator)
                .build();
    }
}
