import { beforeEach, describe, expect, test } from "vitest";
import { Memory } from "../src/memory.js";
import { FakeClock } from "./support/fake-clock.js";
import { MapStore } from "./support/map-store.js";

const DAY = 24 * 60 * 60_000;

describe("the memory of networks", () => {
  let clock: FakeClock;
  let store: MapStore;
  let kind: string;
  const page = () =>
    new Memory(
      store,
      "w",
      () => clock.date(),
      () => kind,
    );

  beforeEach(() => {
    clock = new FakeClock();
    store = new MapStore();
    kind = "wifi";
  });

  /** What a page leaves that was in this network, on this transport. */
  function visit(network: string, worked: "sse" | "polling" | "websocket"): void {
    const memory = page();
    memory.told(network);
    memory.facts.worked = worked;
    memory.save();
    clock.advance(1_000);
  }

  test("begins with what was known last", () => {
    visit("office", "sse");
    visit("home", "websocket");
    expect(page().facts.worked).toBe("websocket");
  });

  test("goes over to what is known of the network that the server has told", () => {
    visit("office", "sse");
    visit("home", "websocket");
    const memory = page();
    expect(memory.told("office")).toBe(true);
    expect(memory.facts.worked).toBe("sse");
    expect(memory.told("office")).toBe(false);
  });

  test("knows nothing of a network that is new, nor of another kind", () => {
    visit("office", "sse");
    const memory = page();
    memory.told("café");
    expect(memory.facts.worked).toBeUndefined();
    kind = "cellular";
    expect(page().facts.worked).toBeUndefined();
  });

  test("keeps what was learned before the network had a name", () => {
    const memory = page();
    memory.of("websocket").blocked = "refused";
    memory.told("office");
    expect(memory.of("websocket").blocked).toBe("refused");
  });

  test("ends after a day", () => {
    visit("office", "sse");
    clock.advance(DAY - 2_000);
    expect(page().facts.worked).toBe("sse");
    clock.advance(2_000);
    expect(page().facts.worked).toBeUndefined();
  });

  test("does not believe a date to come", () => {
    clock.epoch += DAY;
    visit("office", "sse");
    clock.epoch -= DAY;
    expect(page().facts.worked).toBeUndefined();
  });

  test("keeps eight networks, and of these the latest", () => {
    for (let i = 0; i < 12; i++) visit(`n${i}`, "sse");
    const kept = Object.keys(JSON.parse(store.getItem("w") ?? ""));
    expect(kept.sort()).toEqual(["n10", "n11", "n4", "n5", "n6", "n7", "n8", "n9"].map((name) => `wifi/${name}`));
  });

  test.each([
    "",
    "null",
    "[]",
    "{",
    '"x"',
    '{"wifi/":1}',
    '{"wifi/":{"at":"now"}}',
    '{"wifi/":{"at":1,"transports":null}}',
  ])("is not disturbed by what it finds: %s", (text) => {
    store.setItem("w", text);
    const memory = page();
    expect(memory.facts.worked).toBeUndefined();
    expect(memory.of("sse")).toEqual({});
    memory.save();
  });

  test("does without a store, or with one that is full", () => {
    const full = {
      getItem: () => {
        throw new Error("forbidden");
      },
      setItem: () => {
        throw new Error("full");
      },
    };
    for (const without of [undefined, full]) {
      const memory = new Memory(without, "w", () => clock.date());
      memory.facts.worked = "sse";
      memory.save();
      expect(memory.facts.worked).toBe("sse");
    }
  });
});
