import { beforeEach, describe, expect, test } from "vitest";
import type { TransportName } from "../src/protocol.js";
import { Race } from "../src/race.js";
import { FakeClock } from "./support/fake-clock.js";

describe("a race", () => {
  let clock: FakeClock;
  let opened: TransportName[];
  let race: Race;

  beforeEach(() => {
    clock = new FakeClock();
    opened = [];
    const starts = [
      { name: "websocket", after: 0 },
      { name: "sse", after: 500 },
      { name: "polling", after: 300 },
    ] as const;
    race = new Race(clock, starts, (name) => opened.push(name));
    race.next();
  });

  test("opens each a moment after the one before", () => {
    expect(opened).toEqual(["websocket"]);
    clock.advance(500);
    expect(opened).toEqual(["websocket", "sse"]);
    expect(race.over).toBe(false);
    clock.advance(300);
    expect(opened).toEqual(["websocket", "sse", "polling"]);
    expect([race.over, clock.timers]).toEqual([true, 0]);
  });

  test("opens the next at once when one has failed, and from then on as before", () => {
    clock.advance(400);
    race.next();
    expect(opened).toEqual(["websocket", "sse"]);
    clock.advance(299);
    expect(opened).toHaveLength(2);
    clock.advance(1);
    expect(opened).toHaveLength(3);
    race.next();
    expect(opened).toHaveLength(3);
  });

  test("opens no others than are wanted", () => {
    race.keep((name) => name === "polling");
    clock.advance(10_000);
    expect(opened).toEqual(["websocket", "polling"]);
  });

  test("that is stopped opens nothing, and leaves no timer", () => {
    race.stop();
    expect(clock.timers).toBe(0);
    race.next();
    expect(opened).toEqual(["websocket"]);
  });
});
