/** What was seen of a connection, and which outcome that is: pure, and the same on the command line. */
import { type Control, type Found, found, LIFE, SLOW } from "./outcome.js";

/** What is cut younger than this, in ms, the client gives up. */
const YOUNG = 5_000;

/** One try to use a WebSocket; all times in ms from its beginning, `null` where it did not happen. */
export interface SocketSeen {
  /** There is none to try with. */
  readonly unsupported?: boolean;
  readonly opened: number | null;
  /** The server's reply came. */
  readonly replied: number | null;
  /** What came first was nothing of the server's. */
  readonly strange: boolean;
  /** It ended, not by our will. */
  readonly ended: number | null;
  readonly roundTrips: readonly number[];
  /** For how long it was looked at. */
  readonly watched: number;
}

/** Judges the tries, of which there are more than one only where the first was cut. */
export function judgeSocket(tries: readonly SocketSeen[], control: Control | null): Found {
  const last = tries.at(-1);
  if (!last || last.unsupported) return found("unsupported");
  const cuts = tries.flatMap(({ opened, ended }) => (opened !== null && ended !== null ? [ended - opened] : []));
  if (last.strange) return found("strange");
  if (last.opened === null && last.ended !== null) {
    return control === null ? found("unreachable") : found("refused", { ms: last.ended });
  }
  if (last.ended !== null) return cutShort(cuts);
  if (last.replied === null) return unanswered(last, control);
  const age = Math.min(last.watched - (last.opened ?? 0), LIFE);
  const [first] = cuts;
  return first === undefined ? found("works", { rtt: median(last.roundTrips), age }) : found("shaky", { age: first });
}

function cutShort(cuts: readonly number[]): Found {
  const least = Math.min(...cuts);
  return least >= YOUNG ? found("limited", { age: least }) : found("cut", { ages: ages(cuts) });
}

function unanswered({ opened, watched }: SocketSeen, control: Control | null): Found {
  if (control === null) return found("unreachable");
  if (control >= SLOW) return found("slow", { ms: watched });
  return opened === null
    ? found("swallowed", { ms: watched, control })
    : found("silent", { open: opened, ms: watched - opened });
}

function ages(cuts: readonly number[]): string {
  return cuts.map((age) => `after ${(age / 1_000).toFixed(1)} s`).join(", ");
}

/** What was seen of a stream; all times in ms from its beginning, `null` where it did not happen. */
export interface StreamSeen {
  /** The head of the answer came, and says that it is a stream. */
  readonly head: number | null;
  readonly encoding: string | null;
  /** The server's reply came on it. */
  readonly replied: number | null;
  /** It ended, not by our will. */
  readonly ended: number | null;
  /** What was asked beside it, and when the answer came down. */
  readonly pings: readonly { readonly sent: number; readonly came: number | null }[];
  readonly watched: number;
  /** A stream that ends at once came whole; `null`: not tried. */
  readonly whole: boolean | null;
  /** One with filler at its beginning came; `null`: not tried. */
  readonly padded: boolean | null;
}

/** How long, in ms, an answer down the stream may take beside what an ordinary request takes. */
const PROMPT = 1_000;

/** Judges a stream that was answered with status 200. */
export function judgeStream(seen: StreamSeen, control: Control): Found {
  const { replied, ended, padded, encoding } = seen;
  if (replied !== null) return begun(seen, control);
  if (padded) return found("padding");
  if (control >= SLOW) return found("slow", { ms: seen.watched });
  if (encoding !== null) return found("buffered", { encoding });
  if (ended !== null) return found("cut", { age: ended });
  if (seen.whole) return found("held", { ms: seen.watched });
  return seen.head === null ? found("swallowed", { ms: seen.watched, control }) : found("stalled");
}

function begun({ replied, ended, pings, watched, encoding }: StreamSeen, control: Control): Found {
  if (ended !== null && ended < LIFE) return found(ended < YOUNG ? "cut" : "limited", { age: ended });
  const limit = PROMPT + 3 * control;
  const took = pings.flatMap(({ sent, came }) => (came === null ? [] : [came - sent]));
  const prompt = took.filter((ms) => ms <= limit);
  // Some may be late by chance, on a busy machine or a bad line; what holds streams back does so with nearly all.
  if (prompt.length > 0 && prompt.length * 2 >= pings.length) {
    return found("works", { rtt: median(prompt), age: Math.min(watched - (replied ?? 0), LIFE) });
  }
  if (control >= SLOW) return found("slow", { ms: watched });
  if (encoding !== null) return found("buffered", { encoding });
  if (took.length === 0) return found("stalled");
  return found(oneLate(pings) ? "late" : "bursts");
}

/** Whether answers came when the next question was asked, and not later; for most of them, since machines may be busy. */
function oneLate(pings: StreamSeen["pings"]): boolean {
  const late = pings.slice(0, -1).filter(({ came }, i) => {
    const [next = 0, afterNext = Number.POSITIVE_INFINITY] = [pings[i + 1]?.sent, pings[i + 2]?.sent];
    return came !== null && came >= next && came < afterNext;
  });
  return pings.length > 1 && late.length * 2 >= pings.length - 1;
}

/** What became of the messages that were sent one after the other. */
export interface SentSeen {
  readonly sent: number;
  /** Answered with an error though the server had taken them, as the answer to the repeat said. */
  readonly applied: number;
  /** Answered with an error, and passed when sent again. */
  readonly doubtful: number;
  /** Never passed. */
  readonly failed: number;
  /** What stood in the answer's place, and who gave it. */
  readonly status: string;
  readonly who: string;
}

export function judgeSent({ sent, applied, doubtful, failed, status, who }: SentSeen, control: Control): Found {
  const of = String(sent);
  if (failed > 0) return control >= SLOW ? found("slow") : found("failed", { status, who });
  if (applied > 0) return found("applied", { n: String(applied), of, status, who });
  if (doubtful > 0) return found("doubtful", { n: String(doubtful), of, status, who });
  return found("works", { of });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
