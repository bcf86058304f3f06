import { type CheckName, type Found, found, type Outcome } from "../outcome.js";
import { type Answer, persistent, randomName, request, type Surroundings } from "../requests.js";

const TIMEOUT = 5_000;

/** What a request may carry, and what becomes of it on the way is to be seen. */
const SENT: Readonly<Record<string, string>> = {
  "Idempotency-Key": "doctor",
  "If-Match": '"doctor:1"',
  "Last-Event-ID": "doctor:1",
};

/** By how much, in ms, clocks may differ. */
const CLOCK = 60_000;

/** What the server tells of a request that it got. */
export interface Echo {
  /** Another each time. */
  readonly nonce: string;
  /** The server's time, in ms since 1970. */
  readonly time: number;
  /** The version of HTTP by which it came. */
  readonly protocol: string;
  /** Those of the headers that are asked for that came. */
  readonly headers: readonly string[];
  /** The header by which proxies tell of themselves. */
  readonly via?: string;
}

/** Looks at the cache, the headers, the clock, and who is on the way: two answers to one question. */
export async function checkEcho(around: Surroundings): Promise<Outcome[]> {
  const url = `${around.echo}?n=${randomName()}`;
  const before = Date.now();
  // The browser's own cache heeds what the server says; so it may be asked.
  const first = await persistent(around, url, { method: "GET", headers: SENT, timeout: TIMEOUT });
  const after = Date.now();
  const second = await persistent(around, url, { method: "GET", headers: SENT, timeout: TIMEOUT });
  const deleted = await request(around, url, { method: "DELETE", timeout: TIMEOUT });
  around.progress();
  const echo = echoOf(first);
  if (echo === undefined) {
    const outcome = (check: CheckName): Outcome => ({
      check,
      ...found("unknown", { status: first.shown }),
      evidence: first.evidence,
    });
    return [outcome("cache"), outcome("headers"), outcome("clock")];
  }
  if (echo.via) around.names.add(echo.via);
  const clock = judgeClock(echo.time, before, after);
  return [
    { check: "cache", ...judgeCache(echo, echoOf(second), second), evidence: second.evidence },
    { check: "headers", ...judgeHeaders(echo, deleted), evidence: headerEvidence(echo, deleted) },
    { check: "clock", ...clock, evidence: [`Server: ${iso(echo.time)}`, `This device: ${iso(after)}`] },
  ];
}

function headerEvidence({ headers, protocol, via }: Echo, deleted: Answer): string[] {
  const lines = [`Sent: ${Object.keys(SENT).join(", ")}`, `Arrived: ${headers.join(", ") || "none of these"}`];
  lines.push(`The request came to the server by ${protocol}${via ? `, with Via: ${via}` : ""}`);
  return [...lines, ...deleted.evidence];
}

function judgeCache(first: Echo, second: Echo | undefined, answer: Answer): Found {
  if (second === undefined) return found("unknown", { status: answer.shown });
  return found(first.nonce === second.nonce ? "kept" : "works");
}

export function judgeHeaders({ headers }: Pick<Echo, "headers">, deleted: Pick<Answer, "status" | "text">): Found {
  const arrived = headers.map((name) => name.toLowerCase());
  const missing = Object.keys(SENT).filter((name) => !arrived.includes(name.toLowerCase()));
  const lost = missing.map((name) => `the header ${name}`);
  if (deleted.status !== 200) lost.push("the method DELETE");
  return lost.length > 0 ? found("stripped", { names: lost.join(", ") }) : found("works");
}

/** The server's time must lie where the request was under way, or near. */
export function judgeClock(server: number, before: number, after: number): Found {
  const by = Math.max(before - server, server - after, 0);
  return by > CLOCK ? found("wrong", { by }) : found("works");
}

function echoOf({ status, text }: Answer): Echo | undefined {
  if (status !== 200) return undefined;
  try {
    const echo: Echo = JSON.parse(text);
    return typeof echo.nonce === "string" && Array.isArray(echo.headers) ? echo : undefined;
  } catch {
    return undefined;
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
