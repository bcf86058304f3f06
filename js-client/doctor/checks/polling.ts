import { type Found, found, type Outcome, SLOW } from "../outcome.js";
import { type Answer, pollBody, problemOf, randomName, request, type Surroundings } from "../requests.js";
import { judgeHttp, serverOf } from "./http.js";

/** For how long, in ms, the server is asked to hold a request, and how much longer the answer may take. */
const HELD = 8_000;
const GRACE = 3_000;

/** What was cut earlier than this, in ms, was not cut for its age. */
const YOUNG = 1_000;

/** Makes a request that the server holds for a while, as it does where there is no news. */
export async function checkPolling(around: Surroundings, control: number, until: number): Promise<Outcome> {
  const wait = HELD;
  const body = pollBody({ client: `doctor-${randomName()}`, channels: {}, wait });
  const evidence: string[] = [];
  let answer: Answer;
  let tried = 0;
  do {
    const timeout = Math.max(1_000, Math.min(wait + GRACE + 2 * control, until - performance.now()));
    answer = await request(around, around.url, { body, timeout });
    evidence.push(...answer.evidence);
    around.progress();
    // Cut at once, or answered with an error that says nothing: once more.
  } while (++tried < 3 && isBad(answer) && answer.ms < YOUNG);
  const { code, values } = judgePolling(answer, wait, control);
  return { check: "polling", code, values, evidence };
}

function isBad({ status }: Answer): boolean {
  return status === null || status >= 500;
}

function judgePolling(answer: Answer, wait: number, control: number): Found {
  if (serverOf(answer) !== undefined) return found("works", { ms: answer.ms });
  if (answer.status === null && answer.ms >= wait) {
    return found(control >= SLOW ? "slow" : "swallowed", { ms: answer.ms, wait });
  }
  if (isBad(answer) && answer.ms >= YOUNG && problemOf(answer) === undefined) return found("early", { age: answer.ms });
  const { values } = judgeHttp(answer);
  return found("refused", { ...values, status: answer.shown });
}
