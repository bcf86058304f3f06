import { checkClient } from "./checks/client.js";
import { checkEcho } from "./checks/echo.js";
import { checkHttp } from "./checks/http.js";
import { checkPolling } from "./checks/polling.js";
import { checkPosts } from "./checks/posts.js";
import { checkSse } from "./checks/sse.js";
import { checkWebSocket } from "./checks/websocket.js";
import { type CheckName, found, LIFE, type Outcome } from "./outcome.js";
import type { Surroundings } from "./requests.js";

/** How long, in ms, all of it takes at most, after the first ordinary requests. */
const SPAN = 13_000;

/** How many times progress is told where all goes well. */
const STEPS = 8;

/** What came of all checks. */
export interface Examination {
  readonly outcomes: readonly Outcome[];
  /** As the server calls itself; empty where it was not reached. */
  readonly server: string;
}

/**
 * Makes all checks: ordinary requests first, since all else is measured by them, then the rest beside each other.
 *
 * @param place - where the doctor's page is: the server's path and the echo stand beside it
 * @param progress - is told how much is done, from 0 to 1
 */
export async function examine(place: URL, progress: (share: number) => void): Promise<Examination> {
  let done = 0;
  const around: Surroundings = {
    url: new URL("windsock", place).href,
    echo: new URL("doctor/echo", place).href,
    names: new Set(),
    progress: () => progress(Math.min(1, ++done / STEPS)),
  };
  const { outcome, control, server } = await checkHttp(around);
  const until = performance.now() + SPAN;
  const socket = checkWebSocket(around, control, until);
  const rest = control === null ? [] : await withHttp(around, control, until);
  const outcomes = [outcome, await socket, ...(control === null ? unreachable() : rest), between(around)];
  return { outcomes, server };
}

async function withHttp(around: Surroundings, control: number, until: number): Promise<Outcome[]> {
  const small = (async () => [await checkPosts(around, control), ...(await checkEcho(around))])();
  const [client, sse, polling, rest] = await Promise.all([
    checkClient(around, LIFE),
    checkSse(around, control, until),
    checkPolling(around, control, until),
    small,
  ]);
  return [sse, polling, ...rest, client];
}

function unreachable(): Outcome[] {
  const checks: CheckName[] = ["sse", "polling", "posts", "cache", "headers", "clock"];
  return checks.map((check) => ({ check, ...found("unreachable"), evidence: [] }));
}

function between({ names }: Surroundings): Outcome {
  const all = [...names].join("; ");
  return { check: "between", ...(all ? found("named", { names: all }) : found("none")), evidence: [] };
}
