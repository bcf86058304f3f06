import type { Clock } from "../clock.js";

/** How late the second probe may be, in ms. */
const LATE = 750;

/** How long, in ms, an answer may take to come down the stream once the server has been shown to be there; twice. */
const ANSWER = 500;

/**
 * A stream that was quiet for so many ms, and not for longer than that, is tested again: after more, the network may have
 * forgotten it, which is another matter.
 */
const QUIET = 2_000;
const FORGOTTEN = 8_000;

/** The time between two tests doubles so many times, from a second on. */
const RAREST = 12;

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
 * come down the stream as quickly as two round trips by plain HTTP take. A network that is slow as a whole passes.
 *
 * What passes is asked likewise when it falls quiet, soon at first and then ever more rarely: where messages follow each
 * other closely, one that is held back comes with the next, and some boxes hold a stream back later on only.
 */
export class StreamTest {
  readonly #parts: StreamTestParts;
  /** Between the probes. */
  #interval = 0;
  #firstAt = 0;
  #heardAt = 0;
  #asked = false;
  /** How often it has passed; -1 before the start, and after the end. */
  #passes = -1;
  #cancel: () => void = () => {};

  constructor(parts: StreamTestParts) {
    this.#parts = parts;
  }

  /** The reply has come, and says how many ms are between the probes. */
  start(interval: number): void {
    const { clock } = this.#parts;
    this.#passes = 0;
    this.#interval = interval;
    this.#firstAt = clock.now();
    this.heard();
    this.#cancel = clock.after(interval + LATE, () => void this.#doubt());
  }

  probe(number: number): void {
    if (this.#passes !== 0 || this.#asked) return;
    const { clock } = this.#parts;
    if (number === 1) this.#firstAt = clock.now();
    else if (clock.now() - this.#firstAt >= this.#interval / 2) this.#end(true);
    else void this.#doubt();
  }

  /** Something has come down the stream. */
  heard(): void {
    this.#heardAt = this.#parts.clock.now();
  }

  /** The reply to a ping has come down the stream. */
  answered(): void {
    if (this.#asked) this.#end(true);
  }

  stop(): void {
    this.#cancel();
    this.#asked = false;
    this.#passes = -1;
  }

  async #doubt(): Promise<void> {
    const { clock, control, ping } = this.#parts;
    this.#cancel();
    const [passes, last, start] = [this.#passes, this.#asked, clock.now()];
    const there = await control();
    // It may have ended meanwhile, or passed.
    if (passes !== this.#passes) return;
    // The server is away: that is no question of the stream's.
    if (!there) return this.#end(true);
    // One only: a second would let the reply to the first go, where each message waits for the next.
    if (!last) ping();
    this.#asked = true;
    this.#cancel = clock.after(ANSWER + 3 * (clock.now() - start), () =>
      last ? this.#end(false) : void this.#doubt(),
    );
  }

  #end(passed: boolean): void {
    const passes = this.#passes + 1;
    this.stop();
    if (passed) {
      this.#passes = passes;
      this.#watch(1_000 * 2 ** Math.min(passes, RAREST));
    }
    if (!passed || passes < 2) this.#parts.verdict(passed);
  }

  #watch(delay: number): void {
    const { clock } = this.#parts;
    this.#cancel = clock.after(delay, () => {
      const quiet = clock.now() - this.#heardAt;
      if (quiet < QUIET || quiet > FORGOTTEN) this.#watch(QUIET);
      else void this.#doubt();
    });
  }
}
