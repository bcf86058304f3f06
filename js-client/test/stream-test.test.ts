import { beforeEach, describe, expect, test } from "vitest";
import { StreamTest } from "../src/transports/stream-test.js";
import { FakeClock } from "./support/fake-clock.js";

describe("the test of a stream", () => {
  let clock: FakeClock;
  let verdicts: boolean[];
  let pings: number;
  let there: boolean;
  let roundTrip: number;
  let stream: StreamTest;
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };

  beforeEach(() => {
    clock = new FakeClock();
    verdicts = [];
    pings = 0;
    there = true;
    roundTrip = 20;
    stream = new StreamTest({
      clock,
      control: async () => {
        clock.advance(roundTrip);
        return there;
      },
      ping: () => pings++,
      verdict: (passed) => verdicts.push(passed),
    });
  });

  test("passes one that brings them as they were sent, without a request", () => {
    stream.start(250);
    stream.probe(1);
    clock.advance(250);
    stream.probe(2);
    expect([verdicts, pings]).toEqual([[true], 0]);
  });

  test("finds one that holds each message until the next", async () => {
    clock.advance(250);
    stream.start(250);
    stream.probe(1);
    clock.advance(1_000);
    await settle();
    expect(pings).toBe(1);
    // The reply to the ping has only let the second probe go.
    stream.probe(2);
    expect(verdicts).toEqual([]);
    clock.advance(560);
    expect(verdicts).toEqual([]);
    await settle();
    clock.advance(560);
    expect(verdicts).toEqual([false]);
  });

  test("finds one that holds them back until there is enough", async () => {
    stream.start(250);
    stream.probe(1);
    stream.probe(2);
    await settle();
    expect(pings).toBe(1);
    clock.advance(560);
    expect(verdicts).toEqual([]);
    await settle();
    clock.advance(560);
    expect(verdicts).toEqual([false]);
  });

  test("passes one that only came in a lump: the ping's reply comes quickly", async () => {
    stream.start(250);
    stream.probe(1);
    stream.probe(2);
    await settle();
    clock.advance(40);
    stream.answered();
    clock.advance(10_000);
    expect(verdicts).toEqual([true]);
  });

  test("passes one on a network that is slow as a whole", async () => {
    roundTrip = 3_000;
    stream.start(250);
    stream.probe(1);
    clock.advance(1_000);
    await settle();
    clock.advance(3_500);
    stream.answered();
    expect(verdicts).toEqual([true]);
  });

  test("blames nothing on a stream whose server is away", async () => {
    there = false;
    stream.start(250);
    clock.advance(1_000);
    await settle();
    expect([verdicts, pings]).toEqual([[true], 0]);
  });

  test("passes one whose reply was stuck with all else until a second request came through", async () => {
    stream.start(250);
    clock.advance(1_000);
    await settle();
    roundTrip = 3_000;
    clock.advance(560);
    stream.answered();
    await settle();
    clock.advance(100_000);
    expect([verdicts, pings]).toEqual([[true], 1]);
  });

  test("has no verdict once it is stopped, nor a timer", async () => {
    stream.start(250);
    clock.advance(1_000);
    stream.stop();
    await settle();
    stream.probe(2);
    stream.answered();
    expect([verdicts, pings, clock.timers]).toEqual([[], 0, 0]);
  });

  describe("that has passed", () => {
    beforeEach(() => {
      stream.start(250);
      stream.probe(1);
      clock.advance(250);
      stream.probe(2);
      stream.heard();
      verdicts = [];
    });

    /** Time goes by, and each ping is answered, a moment later. */
    const pass = async (ms: number, traffic = Number.POSITIVE_INFINITY) => {
      for (let at = 0, answered = pings; at < ms; at += 100) {
        if (at > 0 && at % traffic === 0) stream.heard();
        if (pings > answered) stream.answered();
        answered = pings;
        clock.advance(100);
        await settle();
      }
    };

    test("is left in peace while messages come", async () => {
      await pass(60_000, 1_000);
      expect([verdicts, pings]).toEqual([[], 0]);
    });

    test("is found when it falls quiet and holds the reply to a ping", async () => {
      await pass(20_000, 1_000);
      while (pings === 0) await pass(100);
      // The ping's reply has only let the last message go.
      stream.heard();
      clock.advance(560);
      await settle();
      clock.advance(560);
      expect([verdicts, pings]).toEqual([[false], 1]);
    });

    test("is asked ever more rarely, and a verdict is told once", async () => {
      await pass(60_000, 5_000);
      expect(pings).toBeGreaterThan(3);
      expect(pings).toBeLessThan(7);
      pings = 0;
      await pass(3_600_000, 5_000);
      expect(pings).toBeGreaterThan(3);
      expect(pings).toBeLessThan(8);
      expect(verdicts).toEqual([]);
    });

    test("is not asked after a long silence, in which the network may have forgotten it, before something comes", async () => {
      clock.freeze(9_000);
      await pass(30_000);
      expect(pings).toBe(0);
      stream.heard();
      await pass(10_000);
      expect(pings).toBeGreaterThan(0);
    });

    test("is not asked again where a probe comes late", async () => {
      stream.probe(1);
      stream.probe(2);
      await settle();
      expect([verdicts, pings]).toEqual([[], 0]);
    });

    test("is blamed for nothing while the server is away", async () => {
      there = false;
      await pass(60_000, 5_000);
      expect([verdicts, pings]).toEqual([[], 0]);
    });

    test("has no timer once it is stopped", () => {
      stream.stop();
      expect(clock.timers).toBe(0);
    });
  });
});
