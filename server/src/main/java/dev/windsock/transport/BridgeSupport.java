package dev.windsock.transport;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.atmosphere.cpr.Action;
import org.atmosphere.cpr.AsynchronousProcessor;
import org.atmosphere.cpr.AtmosphereConfig;
import org.atmosphere.cpr.AtmosphereRequest;
import org.atmosphere.cpr.AtmosphereResourceImpl;
import org.atmosphere.cpr.AtmosphereResponse;

/** Atmosphere's view of Undertow: nothing blocks, and what is suspended stays so until its {@link Carrier} ends it. */
final class BridgeSupport extends AsynchronousProcessor {
    BridgeSupport(AtmosphereConfig config) {
        super(config);
    }

    @Override
    public String getContainerName() {
        return "Undertow";
    }

    @Override
    public boolean supportWebSocket() {
        return true;
    }

    @Override
    public Action service(AtmosphereRequest request, AtmosphereResponse response) throws IOException, ServletException {
        return suspended(request, response);
    }

    @Override
    public void action(AtmosphereResourceImpl resource) {
        Carrier carrier = Bridge.carrier(resource);
        if (carrier != null && resource.action().type() == Action.TYPE.RESUME) {
            carrier.resumed();
        }
    }
}
