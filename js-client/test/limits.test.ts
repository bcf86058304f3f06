import { beforeEach, describe, expect, test } from "vitest";
import { NetworkLimits } from "../src/limits.js";
import { Memory } from "../src/memory.js";

describe("the limits of a network", () => {
  let limits: NetworkLimits;

  beforeEach(() => {
    limits = new NetworkLimits(new Memory(undefined, "", () => 1));
  });

  test("two cuts at the same age are a life span, to be kept below", () => {
    limits.cut("sse", 30_400, 2_000);
    expect(limits.rotation("sse")).toBeUndefined();
    limits.cut("sse", 30_000, 4_000);
    expect(limits.rotation("sse")).toBe(24_000);
    expect(limits.rotation("websocket")).toBeUndefined();
    expect(limits.keepalive).toBeUndefined();
  });

  test("two cuts at different ages are not", () => {
    limits.cut("sse", 30_000, 2_000);
    limits.cut("sse", 40_000, 2_000);
    expect(limits.rotation("sse")).toBeUndefined();
  });

  test("two cuts after the same quiet are an idle limit", () => {
    limits.cut("websocket", 70_000, 20_000);
    limits.cut("websocket", 20_000, 20_100);
    expect(limits.keepalive).toBe(12_060);
    expect(limits.rotation("websocket")).toBeUndefined();
  });

  test("a cut of what is young is neither", () => {
    for (let i = 0; i < 3; i++) limits.cut("websocket", 4_900, 4_900);
    expect([limits.keepalive, limits.rotation("websocket")]).toEqual([undefined, undefined]);
  });

  test.each([5_000, 7_000])("a cut after %i ms, which is not young any more, is a life span", (age) => {
    for (let i = 0; i < 2; i++) limits.cut("sse", age, 100);
    expect(limits.rotation("sse")).toBe(0.8 * age);
  });

  test("a connection that was forgotten without a word must not be quiet for ten seconds, then for less", () => {
    const steps = Array.from({ length: 3 }, () => {
      limits.forgotten();
      return limits.keepalive;
    });
    expect(steps).toEqual([8_000, 4_000, 4_000]);
  });
});
