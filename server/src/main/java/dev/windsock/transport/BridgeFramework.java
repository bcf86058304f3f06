package dev.windsock.transport;

import org.atmosphere.cpr.AtmosphereFramework;

/** Atmosphere without a will of its own about the end of the process: the server says when, and tells clients first. */
final class BridgeFramework extends AtmosphereFramework {
    BridgeFramework() {
        super(false, false);
    }

    /** Makes ready, and takes back the hook by which the framework would end itself while the server still works. */
    void start() {
        init();
        if (shutdownHook != null) {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
            shutdownHook = null;
        }
    }
}
