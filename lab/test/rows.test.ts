import { expect, it } from "vitest";
import { ROWS, type Row, shortcomings } from "../src/measure/rows.js";
import type { Outcome } from "../src/measure/run.js";
import { median, withFirst, withSeries } from "../src/table/results.js";

const ALL = { sent: 200, lost: 0, doubled: 0, disordered: 0 };
const GOOD: Outcome = {
  ...{
    transports: [{ name: "websocket", at: 100 }],
    transport: "websocket",
    blocked: [],
    words: [],
    events: [],
    told: [],
  },
  ...{ firstAt: 120, down: ALL, up: { ...ALL, refused: 0 }, load: 10, lastAfter: 20 },
};

const row = (steps: string): Row => {
  const found = ROWS.find((one) => one.steps === steps);
  if (!found) throw new Error(`no row ${steps}`);
  return found;
};

it.each(["", "F4", "F6:every=0", "F18"])("in the row '%s' nothing may be found to be blocked", (steps) => {
  expect(shortcomings(row(steps), GOOD)).toEqual([]);
  expect(shortcomings(row(steps), { ...GOOD, blocked: ["websocket"] })).toEqual(["found websocket to be blocked"]);
});

it("where WebSockets are refused, only they may be", () => {
  const outcome = { ...GOOD, transport: "sse", blocked: ["websocket"] };
  expect(shortcomings(row("F1 F6:every=0"), outcome)).toEqual([]);
  expect(shortcomings(row("F1 F6:every=0"), { ...outcome, blocked: ["websocket", "sse"] })).toEqual([
    "found sse to be blocked",
  ]);
});

it("the median is the middle one, or between the two", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
});

it("what is measured again takes the place of what was before", () => {
  const series = { row: "F4", browser: "chromium", runs: 20, met: 19, blocked: 0, flaws: 0 };
  const first = { browser: "chromium", network: "", bare: [1], client: [2], opened: [] };
  const before = { entries: [], versions: {}, series: [series, { ...series, row: "F6" }], first: [first] };

  expect(withSeries(before, { ...series, met: 20 }).series).toEqual([
    { ...series, row: "F6" },
    { ...series, met: 20 },
  ]);
  expect(withFirst(before, { ...first, network: "F23" }).first).toHaveLength(2);
  expect(withFirst(before, { ...first, bare: [3] }).first).toEqual([{ ...first, bare: [3] }]);
});
