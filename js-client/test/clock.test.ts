import { describe, expect, test, vi } from "vitest";
import { patiently, pause } from "../src/clock.js";
import { FakeClock } from "./support/fake-clock.js";

describe("patiently", () => {
  test("calls after the time, once", () => {
    const [clock, task] = [new FakeClock(), vi.fn()];
    patiently(clock, 100, task);
    clock.advance(99);
    expect(task).not.toHaveBeenCalled();
    clock.advance(10_000);
    expect(task).toHaveBeenCalledOnce();
  });

  test("gives a page that was frozen a moment to hear what has come", () => {
    const [clock, task] = [new FakeClock(), vi.fn()];
    patiently(clock, 100, task);
    clock.freeze(60_000);
    expect(task).not.toHaveBeenCalled();
    clock.advance(1_000);
    expect(task).toHaveBeenCalledOnce();
  });

  test("can be called off, in that moment too", () => {
    const [clock, task] = [new FakeClock(), vi.fn()];
    const cancel = patiently(clock, 100, task);
    clock.freeze(60_000);
    cancel();
    clock.advance(10_000);
    expect([task.mock.calls.length, clock.timers]).toEqual([0, 0]);
  });
});

describe("a pause", () => {
  test("leaves no timer where it was over before it began", async () => {
    const clock = new FakeClock();
    await pause(clock, 100, AbortSignal.abort());
    expect(clock.timers).toBe(0);
  });
});
