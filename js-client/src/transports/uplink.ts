import { type Command, takeBatch } from "../protocol.js";

/** The most that one request carries, in UTF-16 units: with three bytes each still below a server's 1 MiB. */
const BATCH = 300_000;

/** Sends commands up by requests: in order, one request at a time, with all in it that has come meanwhile. */
export class Uplink {
  readonly #deliver: (commands: Command[]) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  readonly #queue: Command[] = [];
  #busy = false;
  #held = false;

  /** `deliver` makes one request; where it is rejected, `failed` is called and nothing more is sent. */
  constructor(deliver: (commands: Command[]) => Promise<void>, failed: (error: unknown) => void) {
    this.#deliver = deliver;
    this.#failed = failed;
  }

  send(commands: readonly Command[]): void {
    this.#queue.push(...commands);
    // A moment later, so that what is given in one go travels in one request.
    queueMicrotask(() => this.#next());
  }

  /** While held, commands wait. */
  hold(held: boolean): void {
    this.#held = held;
    this.#next();
  }

  #next(): void {
    if (this.#busy || this.#held || this.#queue.length === 0) return;
    this.#busy = true;
    this.#deliver(takeBatch(this.#queue, BATCH)).then(
      () => {
        this.#busy = false;
        this.#next();
      },
      (error) => this.#failed(error),
    );
  }
}
