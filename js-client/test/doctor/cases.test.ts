/** What was seen, and what it is said to be: the cases that the command line is held to as well. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diagnose, fill } from "../../doctor/diagnosis.js";
import {
  judgeSent,
  judgeSocket,
  judgeStream,
  type SentSeen,
  type SocketSeen,
  type StreamSeen,
} from "../../doctor/judge.js";
import type { CheckName, Found, Outcome } from "../../doctor/outcome.js";

interface Case {
  readonly name: string;
  readonly code: string;
  readonly values?: Found["values"];
  readonly control: number;
}

interface Cases {
  readonly sockets: ReadonlyArray<Case & { readonly tries: readonly SocketSeen[] }>;
  readonly streams: ReadonlyArray<Case & { readonly seen: StreamSeen }>;
  readonly sent: ReadonlyArray<Case & { readonly seen: SentSeen }>;
  readonly diagnoses: ReadonlyArray<{
    readonly name: string;
    readonly outcomes: Readonly<Record<CheckName, string>>;
    readonly level: number;
    readonly headline: string;
    readonly causes?: number;
  }>;
  readonly sentences: ReadonlyArray<{
    readonly template: string;
    readonly values: Found["values"];
    readonly text: string;
  }>;
}

const cases: Cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));

function expectFound(found: Found, { code, values = {} }: Case, check: CheckName): void {
  expect(found.code).toBe(code);
  expect(found.values).toMatchObject(values);
  const [row] = diagnose([{ check, ...found, evidence: [] }], "here:80").rows;
  expect(row?.says, "a whole sentence").toMatch(/^[A-Z0-9].*[.:“”]$/);
  expect(row?.says).not.toMatch(/[{}]|undefined|NaN/);
}

describe("a WebSocket that", () => {
  test.each(cases.sockets)("$name", (one) => {
    expectFound(judgeSocket(one.tries, one.control), one, "websocket");
  });
});

describe("a stream that", () => {
  test.each(cases.streams)("$name", (one) => {
    expectFound(judgeStream(one.seen, one.control), one, "sse");
  });
});

describe("of what is sent", () => {
  test.each(cases.sent)("$name", (one) => {
    expectFound(judgeSent(one.seen, one.control), one, "posts");
  });
});

describe("the diagnosis where", () => {
  test.each(cases.diagnoses)("$name", ({ outcomes, level, headline, causes }) => {
    const all = Object.entries(outcomes).map(
      ([check, code]): Outcome => ({ check: check as CheckName, code, values: { names: "a box" }, evidence: [] }),
    );
    const diagnosis = diagnose(all, "here:80");
    expect(diagnosis.headline).toContain(headline);
    expect(diagnosis.level).toBe(level);
    if (causes !== undefined) expect(diagnosis.causes).toHaveLength(causes);
    expect(diagnosis.rows).toHaveLength(all.length);
  });
});

test.each(cases.sentences)("$template with $values is: $text", ({ template, values, text }) => {
  expect(fill(template, { ...values, place: "here:80" })).toBe(text);
});
