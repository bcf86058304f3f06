/** The checks of histories find what they are for. */
import { describe, expect, it } from "vitest";
import type { Position } from "../../src/index.js";
import { check, type Rules } from "./check.js";
import { Ledger, type Publish, type Seen, type Witness } from "./records.js";

const RULES: Rules = { count: 3, bytes: 1_000_000, restarted: false, forgetful: false, numbered: true, brief: false };

const at = (offset: number, epoch = "e"): Position => ({ epoch, offset });
const had = (offset: number, data = `10${offset}`): Seen => ({ is: "publication", at: at(offset), data: data });
const gap = (after: Position, next: Position): Seen => ({ is: "gap", after, next });

/** A channel with the publications 101 to 109, all of which have been read. */
function ledger(): Ledger {
  const all = new Ledger();
  for (let offset = 1; offset <= 9; offset++) all.add("c", at(offset), `10${offset}`, "read", "control");
  return all;
}

function witness(seen: Seen[], more: Partial<Witness> = {}): Witness {
  return {
    name: "w",
    channel: "c",
    start: at(6),
    newest: undefined,
    known: new Map(),
    madeUp: false,
    seen,
    shared: false,
    ended: false,
    late: [],
    ...more,
  };
}

function publish(number: number, outcome: Publish["outcome"], data = `10${number}`): Publish {
  return { by: "p", number, channel: "c", data, outcome };
}

function wrong(seen: Seen[], more: Partial<Witness> = {}, rules: Rules = RULES): string[] {
  return check([witness(seen, more)], [], ledger(), new Map([["c", at(9)]]), rules);
}

function wrongOf(publishes: Publish[], entries = ledger()): string[] {
  return check([], publishes, entries, new Map(), RULES);
}

describe("what a listener saw", () => {
  it("is right where all came once and in order", () => {
    expect(wrong([had(7), had(8), had(9)])).toEqual([]);
  });

  it("is right where a gap covers what the log had let go of", () => {
    expect(wrong([gap(at(2), at(7)), had(7), had(8), had(9)], { start: at(2) })).toEqual([]);
  });

  it("is right where what was left out is told before the gap that it follows on, or that took it in", () => {
    const skipped: Seen = { is: "skipped", after: at(2), next: at(5) };
    const seen = [gap(at(0), at(3)), skipped, had(5), had(6), had(7), had(8), had(9)];
    const begin = { start: at(0), newest: 5 };
    expect(wrong(seen, begin)).toEqual([]);
    expect(wrong([skipped, gap(at(0), at(3)), ...seen.slice(2)], begin)).toEqual([]);
    expect(wrong([skipped, gap(at(0), at(6)), ...seen.slice(3)], begin)).toEqual([]);
    expect(wrong([skipped, gap(at(3), at(6)), ...seen.slice(3)], begin)).not.toEqual([]);
  });

  it("is right where the connection was lost before any came of what was not left out", () => {
    const skipped = (next: number): Seen => ({ is: "skipped", after: at(0), next: at(next) });
    const begin = { start: at(0), newest: 5 };
    expect(wrong([skipped(4), skipped(9), had(9)], begin)).toEqual([]);
    expect(wrong([skipped(4), had(4), skipped(9), had(9)], begin)).not.toEqual([]);
    expect(wrong([skipped(9), skipped(4), had(4), had(5), had(6), had(7), had(8), had(9)], begin)).not.toEqual([]);
  });

  it("is right where it begins with no more than the newest, of which some were soon over", () => {
    const seen = [had(6), had(7), had(8), had(9)];
    const begin = { start: undefined, newest: 3, known: new Map([["e", 9]]) };
    expect(wrong(seen, begin)).toEqual([expect.stringMatching(/begins at 6, .* 3 newest of at least 9/)]);
    expect(wrong(seen.slice(1), begin)).toEqual([]);
    expect(wrong(seen, begin, { ...RULES, brief: true })).toEqual([]);
  });

  it.each<[string, Seen[], RegExp]>([
    ["a hole", [had(7), had(9)], /hole between e:7 and e:9/],
    ["a hole at the start", [had(8), had(9)], /hole between e:6 and e:8/],
    ["a repeat", [had(7), had(8), had(8), had(9)], /e:8 again/],
    ["a step back", [had(7), had(9), had(8)], /e:8 again, after e:9/],
    ["another content", [had(7), had(8, "107"), had(9)], /e:8 is 107, but should be 108/],
    ["an end before the end", [had(7), had(8)], /ends at e:8, the log at e:9/],
    ["nothing at all", [], /ends at e:6/],
    ["another log without a word", [{ is: "publication", at: at(1, "f"), data: "77" }], /f:1 after e:6, and no gap/],
    ["a gap over what had to be kept", [gap(at(6), at(8)), had(8), had(9)], /had to be kept/],
    ["a gap that is none", [gap(at(6), at(7)), had(7), had(8), had(9)], /which is none/],
    ["a gap from elsewhere", [gap(at(4), at(8)), had(8), had(9)], /gap from e:4 to e:8, but it had e:6/],
    ["a new log that is none", [had(7), gap(at(7), at(1, "f"))], /nothing was begun anew/],
  ])("is wrong where there is %s", (_, seen, told) => {
    expect(wrong(seen).join()).toMatch(told);
  });

  it("is wrong where something came after the end", () => {
    expect(wrong([had(7)], { ended: true, late: [had(8)] }).join()).toMatch(/after its end/);
  });

  it("is wrong where two saw different things at one position", () => {
    const entries = ledger();
    entries.add("c", at(3), "99", "read", "w");
    expect(check([], [], entries, new Map(), RULES).join()).toMatch(/e:3: 99 \(w\), but 103/);
  });
});

describe("what became of publishes", () => {
  it("is right where each is where it was acknowledged, and what was refused is not there", () => {
    expect(
      wrongOf([publish(1, at(1)), publish(2, at(2)), publish(3, "full", "77"), publish(4, "unacknowledged")]),
    ).toEqual([]);
  });

  it("is wrong where one never settled", () => {
    expect(wrongOf([publish(1, undefined)]).join()).toMatch(/never settled/);
  });

  it("is wrong where nobody read what was acknowledged", () => {
    const entries = ledger();
    entries.add("c", at(10), "1010", "acknowledged", "p");
    expect(wrongOf([publish(10, at(10))], entries).join()).toMatch(/acknowledged at e:10, where nobody read it/);
  });

  it("is right where nobody could read what was acknowledged", () => {
    const entries = ledger();
    entries.add("c", at(10), "1010", "acknowledged", "p");
    entries.unread("c", at(9), at(12));
    expect(wrongOf([publish(10, at(10))], entries)).toEqual([]);
  });

  it("is wrong where one is there that was refused", () => {
    expect(wrongOf([publish(1, "full")]).join()).toMatch(/rejected with full, but it is at e:1/);
  });

  it("is wrong where the server says not to know of one that it had to keep", () => {
    expect(wrongOf([publish(8, "out-of-order")]).join()).toMatch(
      /8 of p to c: rejected with out-of-order, but it is at e:8/,
    );
    expect(wrongOf([publish(6, "out-of-order")])).toEqual([]);
  });

  it("is wrong where one was applied twice", () => {
    const entries = ledger();
    entries.add("c", at(10), "101", "read", "control");
    expect(wrongOf([publish(1, at(1))], entries).join()).toMatch(/applied at e:1, e:10/);
  });

  it("is wrong where one overtook another", () => {
    expect(wrongOf([publish(1, at(5), "105"), publish(2, at(4), "104")]).join()).toMatch(
      /2 is at e:4, and 1 before it at e:5/,
    );
  });
});
