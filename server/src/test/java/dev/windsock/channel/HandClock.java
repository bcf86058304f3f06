package dev.windsock.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when the test says so. */
final class HandClock implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
