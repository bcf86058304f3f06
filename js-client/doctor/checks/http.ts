import { median } from "../judge.js";
import { type Found, found, type Outcome, SLOW } from "../outcome.js";
import {
  type Answer,
  excerpt,
  framesOf,
  persistent,
  pollBody,
  problemOf,
  request,
  type Surroundings,
  whoOf,
} from "../requests.js";

const TIMEOUT = 6_000;

/** How many round trips are measured, and for how long at most. */
const TRIPS = 5;
const BUDGET = 1_500;

/** What ordinary requests show. */
export interface HttpSeen {
  readonly outcome: Outcome;
  /** What an ordinary request takes, in ms; `null` where they do not get through. */
  readonly control: number | null;
  /** As it calls itself. */
  readonly server: string;
}

/** Asks whether the server is there: a poll without channels and without an identity, answered at once. */
export async function checkHttp(around: Surroundings): Promise<HttpSeen> {
  const body = pollBody({});
  const first = await persistent(around, around.url, { body, timeout: TIMEOUT });
  around.progress();
  const server = serverOf(first);
  if (server === undefined) {
    const { code, values } = judgeHttp(first);
    return { outcome: { check: "http", code, values, evidence: first.evidence }, control: null, server: "" };
  }
  const times = [first.ms];
  const until = performance.now() + BUDGET;
  while (times.length < TRIPS && performance.now() < until) {
    const answer = await request(around, around.url, { body, timeout: TIMEOUT });
    if (serverOf(answer) !== undefined) times.push(answer.ms);
    else break;
  }
  // The first one has to connect, and does not count where there are others.
  const control = median(times.length > 1 ? times.slice(1) : times);
  const trips = times.map((ms) => `${Math.round(ms)} ms`).join(", ");
  const evidence = [...first.evidence, `It says that it is: ${server}`, `Round trips: ${trips}`];
  const code = control >= SLOW ? "slow" : "works";
  return { outcome: { check: "http", code, values: { ms: control }, evidence }, control, server };
}

/** The name that the server gives itself in its reply; `undefined` where the answer is not the server's. */
export function serverOf(answer: Answer): string | undefined {
  if (answer.status !== 200) return undefined;
  const connect = framesOf(answer).find((frame) => frame.connect)?.connect;
  return connect && ("server" in connect ? String(connect.server) : "a server of Windsock");
}

/** What an answer is that is not the one expected. */
export function judgeHttp(answer: Answer): Found {
  const { status, shown, trouble, text } = answer;
  if (status === null) return found("away", { page: trouble });
  const values = { status: shown, who: whoOf(answer), page: excerpt(text) };
  const problem = problemOf(answer);
  if (problem === "forbidden-origin") return found("forbidden-origin", values);
  if (problem !== undefined) return found("server-refused", values);
  // With these the server never answers, and what only blocks seldom does.
  const another = status < 400 || [404, 405, 501, 511].includes(status);
  return found(another ? "strange" : "refused", values);
}
