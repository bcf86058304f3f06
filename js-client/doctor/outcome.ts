/** The things that are looked at. */
export type CheckName =
  | "http"
  | "websocket"
  | "sse"
  | "polling"
  | "posts"
  | "cache"
  | "headers"
  | "clock"
  | "between"
  | "client";

/** What came of one check. */
export interface Outcome {
  readonly check: CheckName;
  /** Which of the check's outcomes in `words.json`. */
  readonly code: string;
  /** What the sentences have places for: numbers are times in ms, all else is text. */
  readonly values: Readonly<Record<string, number | string>>;
  /** What was seen, a line each. */
  readonly evidence: readonly string[];
}

/** Which outcome, and with what. */
export interface Found {
  readonly code: string;
  readonly values: Readonly<Record<string, number | string>>;
}

export function found(code: string, values: Found["values"] = {}): Found {
  return { code, values };
}

/** How an ordinary request fares, in ms: what other waits are measured by. */
export type Control = number;

/** From where on, in ms, ordinary requests are so slow that waiting in vain for anything else says nothing. */
export const SLOW = 2_000;

/** How long, in ms, connections are watched, and how much of that counts as having stood. */
export const LIFE = 10_000;
