package dev.windsock.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Appends, and waits until all is told. */
final class Acks {

    private static final int PATIENCE_SECONDS = 60;

    /** What was told, in that order: the offset, and the failure where there was one. */
    final List<String> told = new CopyOnWriteArrayList<>();

    /** Appends, and returns when the engine has told of all. */
    static Acks append(Engine engine, Entry... entries) throws InterruptedException {
        Acks acks = new Acks();
        CountDownLatch left = new CountDownLatch(entries.length);
        for (Entry entry : entries) {
            boolean taken = engine.append(entry, failure -> {
                acks.told.add(entry.position().offset() + (failure == null ? "" : " " + failure));
                left.countDown();
            });
            if (!taken) {
                acks.told.add(entry.position().offset() + " not taken");
                left.countDown();
            }
        }
        if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Not told of all: " + acks.told);
        }
        return acks;
    }
}
