/** Slowness: of the server, and of the line. */
import { Transform, type TransformCallback } from "node:stream";
import type { HttpRule } from "../network/http.js";
import type { Layer } from "../network/layer.js";
import type { Schedule } from "../network/schedule.js";
import { tcpLayer } from "../network/tcp.js";

/**
 * A server that is busy for a while: every answer takes so much longer, and so does what comes down a WebSocket, whose
 * upgrade is answered at once, as front ends do.
 */
export function busy({ delay, span }: { delay: number; span: number }): HttpRule {
  return ({ schedule }) => {
    const isBusy = (): boolean => span === 0 || schedule.elapsed < span;
    return {
      upgrade: ({ client, pass, tell }) => {
        const upstream = pass();
        if (!isBusy()) return;
        tell(`101, then nothing for ${delay} ms`);
        upstream.unpipe(client);
        const late = new Late(schedule, () => (isBusy() ? delay : 0));
        // The head of the answer, and what comes with it, is not kept.
        upstream.once("data", (head: Buffer) => {
          client.write(head);
          upstream.pipe(late).pipe(client);
        });
        upstream.resume();
      },
      request: async ({ tell }) => {
        if (!isBusy()) return true;
        tell(`answered ${delay} ms later`);
        await new Promise<void>((resolve) => schedule.after(delay, resolve));
        return true;
      },
    };
  };
}

/**
 * A line on which each byte takes a while each way, and that stalls in the last part of each period, both ways at once; the
 * first period has `from` of it behind it when time begins.
 */
export function slowLine({ latency, stall, every, from }: SlowLine): Layer {
  return tcpLayer(({ schedule, tell }) => {
    let told = 0;
    const delay = (): number => {
      if (stall === 0 || !schedule.begun) return latency;
      const at = schedule.elapsed + from;
      const period = Math.floor(at / every) + 1;
      const left = period * every - at;
      if (left > stall) return latency;
      if (told < period) tell(`stalls for ${Math.round(left)} ms`);
      told = period;
      return left + latency;
    };
    return ({ pass }) => {
      pass({ up: new Late(schedule, delay), down: new Late(schedule, delay) });
    };
  });
}

interface SlowLine {
  readonly latency: number;
  readonly stall: number;
  readonly every: number;
  readonly from: number;
}

/** How much may be on its way at once, in each direction of a connection. */
const UNDER_WAY = 4_000_000;

/** Hands on each chunk after a delay, in order. */
class Late extends Transform {
  readonly #schedule: Schedule;
  readonly #delay: () => number;
  readonly #chunks: Array<{ readonly chunk: Buffer; readonly due: number }> = [];
  #under = 0;
  #blocked: (() => void) | undefined;
  #ended: (() => void) | undefined;

  constructor(schedule: Schedule, delay: () => number) {
    super({ highWaterMark: UNDER_WAY });
    this.#schedule = schedule;
    this.#delay = delay;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    const due = Math.max(this.#chunks.at(-1)?.due ?? 0, performance.now() + this.#delay());
    this.#under += chunk.length;
    if (this.#chunks.push({ chunk, due }) === 1) this.#wait();
    if (this.#under < UNDER_WAY) callback();
    else this.#blocked = callback;
  }

  override _flush(callback: TransformCallback): void {
    if (this.#under === 0) callback();
    else this.#ended = callback;
  }

  /** One timer, for the first chunk: two timers might come in the wrong order. */
  #wait(): void {
    const [first] = this.#chunks;
    if (first) this.#schedule.after(Math.max(0, first.due - performance.now()), () => this.#handOn());
  }

  #handOn(): void {
    const first = this.#chunks.shift();
    if (!first || this.destroyed) return;
    this.#under -= first.chunk.length;
    this.push(first.chunk);
    this.#blocked?.();
    this.#blocked = undefined;
    this.#wait();
    if (this.#under === 0) this.#ended?.();
  }
}
