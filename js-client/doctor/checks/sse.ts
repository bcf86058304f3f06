import { type Command, command, type Frame, parseFrames } from "../../src/protocol.js";
import { SseParser } from "../../src/transports/sse-parser.js";
import { time } from "../diagnosis.js";
import { judgeStream, type StreamSeen } from "../judge.js";
import { type Found, found, LIFE, type Outcome, SLOW } from "../outcome.js";
import { type Answer, persistent, pollBody, request, type Surroundings, telltales } from "../requests.js";
import { judgeHttp } from "./http.js";

/** How long, in ms, is waited for the beginning of a stream. */
const BEGINNING = 4_000;
/** The same for the streams that come after one that did not begin. */
const SECOND = 3_000;
/** How often a question goes up, in ms; rarely enough that an answer that is held until the next is told from one that is slow. */
const PING = 1_500;

/** The padding, in bytes, that the client tries as well. */
const PADDING = 8_192;

/** Opens a stream, asks things beside it whose answers come down on it, and sees how long it stands. */
export async function checkSse(around: Surroundings, control: number, until: number): Promise<Outcome> {
  const stream = new Stream(around);
  const refusal = await stream.watch({ transport: "sse", probe: true }, BEGINNING + 3 * control, until);
  around.progress();
  if (refusal && refusal.status !== null) return refused(refusal);
  let [whole, padded]: [boolean | null, boolean | null] = [null, null];
  // Where all is slow, what comes of these says no more.
  if (stream.replied === null && control < SLOW) {
    whole = await endsWhole(around);
    around.progress();
    if (stream.encoding === null) padded = await new Stream(around).begins(SECOND + 3 * control, until);
    around.progress();
  }
  const seen = stream.seen(whole, padded);
  const { code, values } = seen.head === null && refusal ? without(refusal, seen, control) : judgeStream(seen, control);
  return { check: "sse", code, values, evidence: [...stream.evidence, ...describe(seen)] };
}

/** No head came: because nothing came, or because the connection broke. */
function without(refusal: Answer, seen: StreamSeen, control: number): Found {
  return seen.whole || seen.padded || seen.watched >= BEGINNING
    ? judgeStream(seen, control)
    : found("lost", { page: refusal.trouble });
}

/** The answer was there, and was no stream of the server's. */
function refused(answer: Answer): Outcome {
  const { code, values } = judgeHttp(answer);
  return { check: "sse", code: code === "strange" ? "strange" : "refused", values, evidence: answer.evidence };
}

/** Whether a stream that ends at once comes whole. */
async function endsWhole(around: Surroundings): Promise<boolean> {
  const body = pollBody({ transport: "sse" }, command("disconnect", {}, 2).line);
  const answer = await persistent(around, around.url, { body, timeout: SECOND });
  return answer.status === 200 && answer.text.includes("event: connect");
}

type Ping = { readonly sent: number; came: number | null };

/** One stream, and what is seen of it. */
class Stream {
  head: number | null = null;
  encoding: string | null = null;
  replied: number | null = null;
  ended: number | null = null;
  evidence: readonly string[] = [];
  readonly #pings = new Map<number, Ping>();
  readonly #controller = new AbortController();
  readonly #around: Surroundings;
  readonly #start = performance.now();
  #session = "";
  #id = 1;
  #watched = 0;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Watches it to its end, for a while only where it does not begin; gives the answer where it was no stream. */
  async watch(connect: object, beginning: number, until: number): Promise<Answer | undefined> {
    let timer = setTimeout(() => this.#controller.abort(), Math.min(beginning, until - performance.now()));
    const life = Math.min(LIFE, until - performance.now());
    const pinging = setInterval(() => this.#ping(), PING);
    const began = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#controller.abort(), life);
    };
    try {
      return await this.#read(connect, began);
    } finally {
      clearTimeout(timer);
      clearInterval(pinging);
      this.#watched = this.#now();
      this.#controller.abort();
    }
  }

  /** Whether a stream with filler before it begins. */
  async begins(within: number, until: number): Promise<boolean> {
    const timer = setTimeout(() => this.#controller.abort(), Math.min(within, until - performance.now()));
    const end = (): void => this.#controller.abort();
    await this.#read({ transport: "sse", padding: PADDING }, end);
    clearTimeout(timer);
    return this.replied !== null;
  }

  seen(whole: boolean | null, padded: boolean | null): StreamSeen {
    const { head, encoding, replied, ended } = this;
    return { head, encoding, replied, ended, pings: [...this.#pings.values()], watched: this.#watched, whole, padded };
  }

  #now(): number {
    return performance.now() - this.#start;
  }

  async #read(connect: object, began: () => void): Promise<Answer | undefined> {
    const { signal } = this.#controller;
    const answer = await this.#open(connect);
    if (!(answer instanceof Response)) return answer;
    try {
      const parser = new SseParser({ event: (data) => this.#event(data, began), comment: () => {} });
      const decoder = new TextDecoder();
      const reader = answer.body?.getReader();
      for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
        parser.feed(decoder.decode(piece.value, { stream: true }));
      }
    } catch {
      // It was cut, or we have ended it.
    }
    if (!signal.aborted) this.ended = this.#now();
    return undefined;
  }

  /** The answer's body, to be read; or what came instead. A connection that breaks is made once more. */
  async #open(connect: object): Promise<Response | Answer> {
    const { url } = this.#around;
    const { signal } = this.#controller;
    const body = pollBody(connect);
    for (let tried = 1; ; tried++) {
      const init = { method: "POST", body, headers: { "Content-Type": "application/x-ndjson" }, signal };
      const response = await fetch(url, { ...init, redirect: "manual" }).catch(() => undefined);
      if (response && isStream(response)) {
        this.head = this.#now();
        this.encoding = response.headers.get("Content-Encoding");
        const lines = telltales(this.#around, response.headers);
        this.evidence = [`POST (stream) → ${response.status} in ${time(this.head)}`, ...lines];
        return response;
      }
      if (signal.aborted || tried > 2) return { ...NOTHING, trouble: `nothing came within ${time(this.#now())}` };
      await response?.body?.cancel();
      // Once more, and this time the page of whoever answers is read.
      const answer = response && response.status < 500 ? await this.#again(body) : undefined;
      if (answer) return answer;
    }
  }

  #again(body: string): Promise<Answer> {
    return request(this.#around, this.#around.url, { body, timeout: SECOND });
  }

  #event(data: string, began: () => void): void {
    for (const frame of frames(data)) {
      if (frame.connect) {
        this.replied = this.#now();
        this.#session = frame.connect.session ?? "";
        began();
      }
      const ping = frame.ping && frame.id !== undefined ? this.#pings.get(frame.id) : undefined;
      if (ping) ping.came ??= this.#now();
    }
  }

  #ping(): void {
    if (this.replied === null) return;
    const id = ++this.#id;
    this.#pings.set(id, { sent: this.#now(), came: null });
    const lines: Command[] = [command("attach", { session: this.#session }), command("ping", {}, id)];
    const body = lines.map(({ line }) => `${line}\n`).join("");
    void persistent(this.#around, this.#around.url, { body, timeout: BEGINNING });
  }
}

const NOTHING: Answer = {
  status: null,
  shown: "no answer",
  ms: 0,
  headers: new Headers(),
  text: "",
  trouble: "",
  evidence: [],
};

function isStream({ status, headers }: Response): boolean {
  return status === 200 && (headers.get("Content-Type") ?? "").startsWith("text/event-stream");
}

function frames(data: string): Frame[] {
  try {
    return parseFrames(data);
  } catch {
    return [];
  }
}

function describe({ head, replied, ended, pings, watched, whole, padded }: StreamSeen): string[] {
  const story: string[] = [];
  story.push(head === null ? "no head of an answer" : `head after ${time(head)}`);
  story.push(replied === null ? "no message" : `first message after ${time(replied)}`);
  story.push(ended === null ? `watched for ${time(watched)}` : `ended from outside after ${time(ended)}`);
  const lines = [`Stream: ${story.join(", ")}`];
  const trips = pings.map(({ sent, came }) => (came === null ? "none yet" : `${Math.round(came - sent)} ms`));
  if (trips.length > 0) lines.push(`Answers down the stream, asked every ${time(PING)}: ${trips.join(", ")}`);
  if (whole !== null) lines.push(`A stream that ends at once: ${whole ? "came whole" : "did not come"}`);
  if (padded !== null) lines.push(`A stream with 8 kB of filler: ${padded ? "came" : "did not come"}`);
  return lines;
}
