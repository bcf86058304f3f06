package dev.windsock.server;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The version of this build. */
final class Version implements CommandLine.IVersionProvider {
    /** The version of the jar, or "(development)" where the classes are not in one. */
    static String text() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Windsock " + text()};
    }
}
