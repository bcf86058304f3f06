import type { Clock } from "./clock.js";
import type { TransportName } from "./protocol.js";

/** One transport of a race: it is opened so many ms after the one before. */
export interface Start {
  readonly name: TransportName;
  readonly after: number;
}

/** Opens transports one beside the other, each a moment after the one before, until it is told that none is needed. */
export class Race {
  readonly #clock: Clock;
  readonly #open: (name: TransportName) => void;
  #starts: readonly Start[];
  #cancel: () => void = () => {};

  constructor(clock: Clock, starts: readonly Start[], open: (name: TransportName) => void) {
    this.#clock = clock;
    this.#starts = starts;
    this.#open = open;
  }

  /** Whether all have been opened that were to be. */
  get over(): boolean {
    return this.#starts.length === 0;
  }

  /** Opens the next now: at first, and when one that was opened has failed. */
  next(): void {
    this.#cancel();
    const [start, ...rest] = this.#starts;
    if (!start) return;
    this.#starts = rest;
    if (rest[0]) this.#cancel = this.#clock.after(rest[0].after, () => this.next());
    this.#open(start.name);
  }

  stop(): void {
    this.keep(() => false);
  }

  /** Opens no others than these. */
  keep(wanted: (name: TransportName) => boolean): void {
    this.#starts = this.#starts.filter(({ name }) => wanted(name));
    if (this.over) this.#cancel();
  }
}
