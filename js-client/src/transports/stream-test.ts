import type { Clock } from "../clock.js";

/** How late the second probe may be, in ms. */
const LATE = 750;

/** How long, in ms, an answer may take to come down the stream once the server has been shown to be there. */
const ANSWER = 1_000;

/** What a stream is tested with. */
export interface StreamTestParts {
  readonly clock: Clock;
  /** Makes a round trip beside the stream; false where none was made. */
  control(): Promise<boolean>;
  /** Sends a command whose reply comes down the stream. */
  ping(): void;
  verdict(passed: boolean): void;
}

/**
 * Tells a stream that is held back from one that is slow. The server sends two probes, a moment apart: a stream that lets
 * them come a moment apart is as it should be. Where the second is late (a box may hold each message until the next), or
 * comes together with the first (held back until there is enough), a ping goes up beside the stream, and its reply must
 * come down the stream as quickly as a round trip by plain HTTP takes. A network that is slow as a whole passes.
 */
export class StreamTest {
  readonly #parts: StreamTestParts;
  #interval = 0;
  #firstAt = 0;
  #asked = false;
  #cancel: () => void = () => {};

  constructor(parts: StreamTestParts) {
    this.#parts = parts;
  }

  /** The reply has come, and says how many ms are between the probes. */
  start(interval: number): void {
    const { clock } = this.#parts;
    this.#interval = interval;
    this.#firstAt = clock.now();
    this.#cancel = clock.after(interval + LATE, () => void this.#doubt());
  }

  probe(number: number): void {
    if (this.#interval === 0) return;
    const { clock } = this.#parts;
    if (number === 1) this.#firstAt = clock.now();
    else if (this.#asked) return;
    else if (clock.now() - this.#firstAt >= this.#interval / 2) this.#end(true);
    else void this.#doubt();
  }

  /** The reply to a ping has come down the stream. */
  answered(): void {
    if (this.#asked) this.#end(true);
  }

  stop(): void {
    this.#cancel();
    this.#interval = 0;
  }

  async #doubt(): Promise<void> {
    const { clock, control, ping } = this.#parts;
    this.#cancel();
    if (this.#asked) return;
    const start = clock.now();
    const there = await control();
    if (this.#interval === 0) return;
    // The server is away: that is no question of the stream's.
    if (!there) return this.#end(true);
    this.#asked = true;
    ping();
    this.#cancel = clock.after(ANSWER + 3 * (clock.now() - start), () => this.#end(false));
  }

  #end(passed: boolean): void {
    if (this.#interval === 0) return;
    this.stop();
    this.#parts.verdict(passed);
  }
}
