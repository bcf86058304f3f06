package dev.windsock.transport;

import jakarta.servlet.ServletContext;
import org.atmosphere.cpr.AtmosphereFramework;
import org.atmosphere.cpr.AtmosphereResourceImpl;

/** Atmosphere without a will of its own about the end of the process: the server says when, and tells clients first. */
final class BridgeFramework extends AtmosphereFramework {
    BridgeFramework() {
        super(false, false);
    }

    /**
     * There is a resource to each connection and to each poll. It has nothing that is injected; to look for that, through
     * all its members by reflection, would be a third of what a poll costs.
     */
    @Override
    public <T, U extends T> T newClassInstance(Class<T> type, Class<U> implementation)
            throws InstantiationException, IllegalAccessException {
        return implementation == AtmosphereResourceImpl.class
                ? type.cast(new AtmosphereResourceImpl())
                : super.newClassInstance(type, implementation);
    }

    /** Nothing on the class path is to be found by scanning: handlers are registered one by one. */
    @Override
    protected void autoConfigureService(ServletContext context) {}

    /** Makes ready, and takes back the hook by which the framework would end itself while the server still works. */
    void start() {
        init();
        if (shutdownHook != null) {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
            shutdownHook = null;
        }
    }
}
