package dev.windsock.bench.measure;

import dev.windsock.bench.load.Transport;

/**
 * A contestant in a measurement, and what sets it apart from other rows of the same contestant.
 *
 * @param contestant its id
 * @param variant what tables add to the contestant's label; may be empty
 * @param transport by which it delivers
 * @param size of what the measurement varies from row to row, else 0
 */
public record Row(String contestant, String variant, Transport transport, int size) {
    static Row of(String contestant) {
        return new Row(contestant, "", Transport.WEBSOCKET, 0);
    }

    static Row of(String contestant, Transport transport) {
        return new Row(contestant, transport.label(), transport, 0);
    }

    /** Returns the name of the row in JSON and for ratios. */
    public String key() {
        return variant.isEmpty() ? contestant : contestant + ", " + variant;
    }
}
