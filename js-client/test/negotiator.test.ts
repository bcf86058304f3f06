import { describe, expect, test } from "vitest";
import { Negotiator } from "../src/negotiator.js";
import type { TransportName } from "../src/protocol.js";

/** Goes through a pass in which these transports answer, in turn; returns what was tried, and the last is what it stays on. */
function pass(negotiator: Negotiator, answers: (name: TransportName, tries: number) => boolean): string[] {
  const tried: TransportName[] = [];
  negotiator.start();
  for (let name = negotiator.next(); name; name = negotiator.next()) {
    tried.push(name);
    const tries = tried.filter((other) => other === name).length;
    if (answers(name, tries) && negotiator.answered(name)) return tried;
  }
  return [...tried, "none"];
}

const all = () => new Negotiator(["websocket", "sse", "polling"]);

describe("negotiator", () => {
  test("tries the transports in order until one answers", () => {
    expect(pass(all(), (name) => name === "polling")).toEqual(["websocket", "sse", "polling"]);
  });

  test("tries what was proven first the next time", () => {
    const negotiator = all();
    pass(negotiator, (name) => name === "sse");
    expect(pass(negotiator, () => true)).toEqual(["sse"]);
  });

  test("goes through all from the top when the proven one fails", () => {
    const negotiator = all();
    pass(negotiator, (name) => name === "polling");
    expect(pass(negotiator, (name) => name === "sse")).toEqual(["polling", "websocket", "sse"]);
  });

  test("does not try the first of the list twice in a row", () => {
    const negotiator = all();
    pass(negotiator, () => true);
    expect(pass(negotiator, () => false)).toEqual(["websocket", "sse", "polling", "none"]);
  });

  test("starts from the top when no transport has answered", () => {
    const negotiator = all();
    pass(negotiator, (name) => name === "polling");
    expect(pass(negotiator, () => false)).toEqual(["polling", "websocket", "sse", "polling", "none"]);
    expect(pass(negotiator, () => true)).toEqual(["websocket"]);
  });

  test("tries a proven transport once more before it takes a lower one, and stays on it when it was only early", () => {
    const negotiator = all();
    pass(negotiator, () => true);
    const early = (name: TransportName, tries: number) => name === "sse" || (name === "websocket" && tries > 1);
    expect(pass(negotiator, early)).toEqual(["websocket", "sse", "websocket"]);
  });

  test("takes the lower transport where the proven one still fails", () => {
    const negotiator = all();
    pass(negotiator, () => true);
    expect(pass(negotiator, (name) => name === "polling")).toEqual([
      "websocket",
      "sse",
      "polling",
      "websocket",
      "polling",
    ]);
    expect(pass(negotiator, () => true)).toEqual(["polling"]);
  });

  test("knows the last transport of a pass", () => {
    const negotiator = new Negotiator(["websocket", "polling"]);
    negotiator.start();
    negotiator.next();
    expect(negotiator.last).toBe(false);
    negotiator.next();
    expect(negotiator.last).toBe(true);
  });
});
