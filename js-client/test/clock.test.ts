import { describe, expect, test, vi } from "vitest";
import { Watchdog } from "../src/clock.js";
import { FakeClock } from "./support/fake-clock.js";

describe("watchdog", () => {
  test("bites when it was not touched for the time", () => {
    const [clock, bite] = [new FakeClock(), vi.fn()];
    new Watchdog(clock, bite).start(100);
    clock.advance(99);
    expect(bite).not.toHaveBeenCalled();
    clock.advance(1);
    expect(bite).toHaveBeenCalledOnce();
    clock.advance(1_000);
    expect(bite).toHaveBeenCalledOnce();
  });

  test("each touch gives it the whole time again, and no further timer", () => {
    const [clock, bite] = [new FakeClock(), vi.fn()];
    const watchdog = new Watchdog(clock, bite);
    watchdog.start(100);
    for (let i = 0; i < 50; i++) {
      clock.advance(99);
      watchdog.touch();
      expect(clock.timers).toBe(1);
    }
    clock.advance(99);
    expect(bite).not.toHaveBeenCalled();
    clock.advance(1);
    expect(bite).toHaveBeenCalledOnce();
  });

  test("does not bite once stopped, nor before it is started", () => {
    const [clock, bite] = [new FakeClock(), vi.fn()];
    const watchdog = new Watchdog(clock, bite);
    watchdog.touch();
    clock.advance(1_000);
    watchdog.start(100);
    watchdog.stop();
    clock.advance(1_000);
    expect(bite).not.toHaveBeenCalled();
    expect(clock.timers).toBe(0);
  });
});
