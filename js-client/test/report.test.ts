import { beforeEach, describe, expect, test } from "vitest";
import { Report } from "../src/report.js";
import { FakeClock } from "./support/fake-clock.js";

describe("the report", () => {
  let clock: FakeClock;
  let report: Report;

  beforeEach(() => {
    clock = new FakeClock();
    report = new Report(clock);
  });

  test("tells each attempt, as data and in words, in order of time", () => {
    const first = report.opened("websocket", "connect");
    clock.advance(500);
    const second = report.opened("sse", "connect");
    Object.assign(second, { proven: 40, carried: 41 });
    clock.advance(4_500);
    Object.assign(first, { ended: 5_000, reason: "timeout" });
    report.found("blocked", "websocket", "timeout");
    expect(report.get("sse")).toEqual({
      transport: "sse",
      attempts: [
        {
          transport: "websocket",
          why: "connect",
          at: clock.epoch,
          proven: null,
          carried: null,
          ended: 5_000,
          reason: "timeout",
        },
        { transport: "sse", why: "connect", at: clock.epoch + 500, proven: 40, carried: 41, ended: null, reason: null },
      ],
      findings: [{ at: clock.epoch + 5_000, what: "blocked", transport: "websocket", detail: "timeout" }],
      words: [
        "2023-11-14T22:13:20.000Z websocket (connect), ended after 5000 ms: timeout",
        "2023-11-14T22:13:20.500Z sse (connect), works after 40 ms, in use",
        "2023-11-14T22:13:25.000Z websocket: blocked: timeout",
      ],
    });
  });

  test("keeps the latest fifty", () => {
    for (let i = 0; i < 120; i++) {
      report.opened("websocket", "better");
      report.found(`finding ${i}`, null);
    }
    const { attempts, findings } = report.get(undefined);
    expect([attempts.length, findings.length, findings[0]?.what]).toEqual([50, 50, "finding 70"]);
  });

  test("does not say the same again and again", () => {
    for (let i = 0; i < 3; i++) report.found("server-away", null);
    expect(report.get(undefined).findings).toHaveLength(1);
  });

  test("in short says each thing once, the newest ten, in 256 characters at most", () => {
    expect(report.short()).toBeUndefined();
    report.note("failed", "websocket", "connect", "refused", 12);
    report.note("carried", "sse", "connect", 60);
    expect(report.short()).toBe("failed:websocket:connect:refused:12 carried:sse:connect:60");
    expect(report.short()).toBeUndefined();
    for (let i = 0; i < 12; i++) report.note(i);
    expect(report.short()).toBe("2 3 4 5 6 7 8 9 10 11");
    for (let i = 0; i < 9; i++) report.note("x".repeat(90));
    expect(report.short()).toHaveLength(256);
  });
});
