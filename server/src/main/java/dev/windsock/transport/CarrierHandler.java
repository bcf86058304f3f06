package dev.windsock.transport;

import org.atmosphere.cpr.AtmosphereHandler;
import org.atmosphere.cpr.AtmosphereResource;
import org.atmosphere.cpr.AtmosphereResourceEvent;

/** Where Atmosphere hands its resources back: begins and releases what carries them. */
final class CarrierHandler implements AtmosphereHandler {
    @Override
    public void onRequest(AtmosphereResource resource) {
        Carrier carrier = Bridge.carrier(resource);
        if (carrier != null) {
            carrier.begin(resource);
        }
    }

    /** The resource's life ends, by the client, the network or the server. */
    @Override
    public void onStateChange(AtmosphereResourceEvent event) {
        Carrier carrier = Bridge.carrier(event.getResource());
        if (carrier != null) {
            carrier.release();
        }
    }

    @Override
    public void destroy() {}
}
