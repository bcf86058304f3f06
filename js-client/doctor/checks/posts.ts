import { command } from "../../src/protocol.js";
import { judgeSent, type SentSeen } from "../judge.js";
import type { Outcome } from "../outcome.js";
import {
  type Answer,
  framesOf,
  isDoubtful,
  pollBody,
  randomName,
  request,
  type Surroundings,
  whoOf,
} from "../requests.js";

/** How many messages are sent, and for how long, in ms, at most. */
const MESSAGES = 12;
const BUDGET = 6_000;

/** How often one is sent again. */
const REPEATS = 3;

/** How long, in ms, the messages may be kept: nobody reads them. */
const TTL = 1_000;

/** How many lines of evidence will do. */
const MOST = 6;

/** Sends numbered messages one after the other, to a channel that nobody knows; the server tells whether it had taken one before. */
export async function checkPosts(around: Surroundings, control: number): Promise<Outcome> {
  const name = randomName();
  const until = performance.now() + BUDGET;
  const seen = { sent: 0, applied: 0, doubtful: 0, failed: 0, status: "", who: "" };
  const evidence: string[] = [];
  for (let number = 1; number <= MESSAGES && performance.now() < until; number++) {
    await send(around, { client: `doctor-${name}`, channel: `doctor:${name}`, number, control }, seen, evidence);
    if (seen.failed > 0) break;
  }
  around.progress();
  evidence.push(`${seen.sent} requests to send something, one after the other`);
  const { code, values } = judgeSent(seen, control);
  return { check: "posts", code, values, evidence };
}

interface Message {
  readonly client: string;
  readonly channel: string;
  readonly number: number;
  readonly control: number;
}

type Counts = { -readonly [K in keyof SentSeen]: SentSeen[K] };

async function send(around: Surroundings, message: Message, seen: Counts, evidence: string[]): Promise<void> {
  const { client, channel, number, control } = message;
  const publish = command("publish", { channel, data: number, number, ttl: TTL }, 2).line;
  const body = pollBody({ client }, publish);
  seen.sent++;
  for (let tried = 0; tried <= REPEATS; tried++) {
    const answer = await request(around, around.url, { body, timeout: 3_000 + 3 * control });
    if (answer.status === 200) return count(answer, tried > 0, seen);
    seen.status = answer.shown;
    seen.who = whoOf(answer);
    if (evidence.length < MOST) evidence.push(...answer.evidence);
    if (!isDoubtful(answer)) break;
  }
  seen.failed++;
}

function count(answer: Answer, again: boolean, seen: Counts): void {
  // A server whose rules forbid the publish cannot tell; then a repeat that passes is all that is known.
  const repeated = framesOf(answer).some((frame) => frame.publish?.repeated);
  if (again) seen[repeated ? "applied" : "doubtful"]++;
}
