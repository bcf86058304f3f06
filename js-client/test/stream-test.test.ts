import { beforeEach, describe, expect, test } from "vitest";
import { StreamTest } from "../src/transports/stream-test.js";
import { FakeClock } from "./support/fake-clock.js";

/** The server sends probe 1 with the reply, and probe 2 after 250 ms. */
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
    expect([verdicts, pings, clock.timers]).toEqual([[true], 0, 0]);
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
    clock.advance(1_060);
    expect(verdicts).toEqual([false]);
  });

  test("finds one that holds them back until there is enough", async () => {
    stream.start(250);
    stream.probe(1);
    stream.probe(2);
    await settle();
    expect(pings).toBe(1);
    clock.advance(1_060);
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

  test("has no verdict once it is stopped, nor a timer", async () => {
    stream.start(250);
    clock.advance(1_000);
    stream.stop();
    await settle();
    stream.probe(2);
    stream.answered();
    expect([verdicts, pings, clock.timers]).toEqual([[], 0, 0]);
  });
});
