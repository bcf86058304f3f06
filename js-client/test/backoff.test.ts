import { describe, expect, test } from "vitest";
import { backoffDelay } from "../src/backoff.js";

describe("backoff", () => {
  test("the ceiling doubles from attempt to attempt, up to the cap", () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 2000].map((attempt) => backoffDelay(attempt, {}, () => 1));
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  test("the delay is anywhere between nothing and the ceiling", () => {
    expect(backoffDelay(3, {}, () => 0)).toBe(0);
    expect(backoffDelay(3, {}, () => 0.25)).toBe(500);
  });

  test("base and cap can be set", () => {
    const backoff = { base: 10, cap: 15 };
    expect([1, 2, 3].map((attempt) => backoffDelay(attempt, backoff, () => 1))).toEqual([10, 15, 15]);
  });
});
