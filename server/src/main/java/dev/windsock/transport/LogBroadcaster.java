package dev.windsock.transport;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.Broadcaster;
import org.atmosphere.cpr.BroadcasterConfig;
import org.atmosphere.cpr.BroadcasterLifeCyclePolicy;
import org.atmosphere.cpr.BroadcasterLifeCyclePolicyListener;
import org.atmosphere.cpr.BroadcasterListener;
import org.jspecify.annotations.Nullable;

/**
 * The part of Atmosphere's wide {@link Broadcaster} that is the same for all of ours. What a log cannot do, such as to
 * deliver to some subscribers only or later, is answered with a failed future.
 */
abstract class LogBroadcaster implements Broadcaster {
    private final AtmosphereConfig atmosphere;
    private final String id;
    private @Nullable BroadcasterConfig config;

    LogBroadcaster(AtmosphereConfig atmosphere, String id) {
        this.atmosphere = atmosphere;
        this.id = id;
    }

    @Override
    public final String getID() {
        return id;
    }

    @Override
    public final void resumeAll() {
        getAtmosphereResources().forEach(AtmosphereResource::resume);
    }

    @Override
    public synchronized BroadcasterConfig getBroadcasterConfig() {
        if (config == null) {
            config = new BroadcasterConfig(List.of(), atmosphere, false, id);
        }
        return config;
    }

    @Override
    public synchronized void setBroadcasterConfig(BroadcasterConfig broadcasterConfig) {
        config = broadcasterConfig;
    }

    // A channel's life is its own: it ends when it is idle and empty, and has no scope or policy but that.

    @Override
    public Broadcaster initialize(String name, URI uri, AtmosphereConfig atmosphereConfig) {
        return this;
    }

    @Override
    public void setSuspendPolicy(long maxSuspended, POLICY policy) {}

    @Override
    public void destroy() {}

    @Override
    public boolean isDestroyed() {
        return false;
    }

    @Override
    public void releaseExternalResources() {}

    @Override
    public void setScope(SCOPE scope) {}

    @Override
    public SCOPE getScope() {
        return SCOPE.APPLICATION;
    }

    @Override
    public void setID(String id) {}

    @Override
    public void setBroadcasterLifeCyclePolicy(BroadcasterLifeCyclePolicy policy) {}

    @Override
    public BroadcasterLifeCyclePolicy getBroadcasterLifeCyclePolicy() {
        return BroadcasterLifeCyclePolicy.NEVER;
    }

    @Override
    public void addBroadcasterLifeCyclePolicyListener(BroadcasterLifeCyclePolicyListener listener) {}

    @Override
    public void removeBroadcasterLifeCyclePolicyListener(BroadcasterLifeCyclePolicyListener listener) {}

    @Override
    public Broadcaster addBroadcasterListener(BroadcasterListener listener) {
        return this;
    }

    @Override
    public Broadcaster removeBroadcasterListener(BroadcasterListener listener) {
        return this;
    }

    // What a log cannot do

    @Override
    public Future<Object> broadcast(Object message, AtmosphereResource resource) {
        return refused("to one subscriber only");
    }

    @Override
    public Future<Object> broadcast(Object message, Set<AtmosphereResource> subset) {
        return refused("to some subscribers only");
    }

    @Override
    public Future<Object> delayBroadcast(Object message) {
        return refused("later");
    }

    @Override
    public Future<Object> delayBroadcast(Object message, long delay, TimeUnit unit) {
        return refused("later");
    }

    @Override
    public Future<Object> scheduleFixedBroadcast(Object message, long period, TimeUnit unit) {
        return refused("again and again");
    }

    @Override
    public Future<Object> scheduleFixedBroadcast(Object message, long delay, long period, TimeUnit unit) {
        return refused("again and again");
    }

    @Override
    public Future<Object> broadcastOnResume(Object message) {
        return refused("on resume");
    }

    @Override
    public Future<Object> awaitAndBroadcast(Object message, long time, TimeUnit unit) {
        return refused("later");
    }

    static Future<Object> refused(String how) {
        return CompletableFuture.failedFuture(
                new IllegalStateException("A channel delivers to all its subscribers at once, not " + how));
    }
}
