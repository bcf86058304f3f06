package dev.windsock.bench;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Ends the whole run, and with it the server, where a turn takes longer than it can. */
final class Watchdog {
    private final Timer timer = new Timer("watchdog", true);

    /** Returns what must be cancelled before the time is over. */
    TimerTask watch(String what, Duration limit) {
        TimerTask end = new TimerTask() {
            @Override
            public void run() {
                System.err.println("bench/run: " + what + " took longer than " + limit.toSeconds() + " s");
                System.exit(1);
            }
        };
        timer.schedule(end, limit.toMillis());
        return end;
    }
}
