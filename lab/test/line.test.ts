import { describe, expect, it } from "vitest";
import { parseSteps, type Step } from "../src/cases/steps.js";
import { readLine } from "../src/cli/line.js";

function written(steps: readonly Step[]): string[] {
  return steps.map((step) => (step.kind === "case" ? `${step.case.id} ${step.values}` : step.intermediary.id).trim());
}

describe("steps", () => {
  it("have the presets, what the flags say, and what each says itself", () => {
    const flags = new Map([["after", "100"]]);

    expect(written(parseSteps(["f1", "F10:how=clean", "F14:after=7", "nginx"], flags))).toEqual([
      "F1 --status 403",
      "F10 --after 100 --how clean",
      "F14 --after 7 --span 20000",
      "nginx",
    ]);
  });

  it.each([
    [["F99"], [], "No such case: F99"],
    [["F1:stats=3"], [], "F1 has no flag stats; it has status"],
    [["F1:status=200"], [], "status is one of 400, 403"],
    [["F10:after=soon"], [], "after is a number"],
    [["F10:after=-1"], [], "after is a number"],
    [["F1"], [["after", "1"]], "No flag of F1: --after"],
    [["F1", "squid"], [], "A forward proxy stands next to the browser"],
  ] as const)("%j with flags %j: %s", (words, flags, message) => {
    expect(() => parseSteps(words, new Map(flags as Iterable<[string, string]>))).toThrow(message);
  });
});

describe("a command line", () => {
  it("is words and options, in any order", () => {
    const { words, options } = readLine(["proxy", "--upstream", "a", "F1", "--upstream=b", "--help"]);

    expect(words).toEqual(["proxy", "F1"]);
    expect([...options]).toEqual([
      ["upstream", ["a", "b"]],
      ["help", []],
    ]);
  });

  it.each([[["--upstream"]], [["--upstream", "--port", "1"]]])("%j: an option needs a value", (args) => {
    expect(() => readLine(args)).toThrow("--upstream needs a value");
  });
});
