import type { Clock } from "./clock.js";

/**
 * When a better transport is tried, in ms from one try to the next: soon at first, then every few seconds for a minute. A try
 * that is not answered has ended by then: else the next would be left out, and come twice as late.
 */
const FIRST = [1_000, 3_000];
const OFTEN = 7_000;
const MANY = 9;

/** After that ever more rarely, down to this, in ms. */
const RAREST = 5 * 60_000;

/** Tells when it is time to try for a better transport: within a budget, and not while nobody sees the page. */
export class Probes {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #probe: () => void;
  #count = 0;
  #running = false;
  #hidden = false;
  #cancel: () => void = () => {};

  constructor(clock: Clock, random: () => number, probe: () => void) {
    this.#clock = clock;
    this.#random = random;
    this.#probe = probe;
  }

  /** There is something better to try for. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#wait();
  }

  stop(): void {
    this.#running = false;
    this.#count = 0;
    this.#cancel();
  }

  /** Something has changed that may have changed the network too: the budget begins anew. */
  renew(): void {
    this.#count = 0;
    this.#wait();
  }

  hide(hidden: boolean): void {
    this.#hidden = hidden;
    this.#wait();
  }

  #wait(): void {
    this.#cancel();
    if (!this.#running || this.#hidden) return;
    this.#cancel = this.#clock.after(this.#delay(), () => {
      this.#count++;
      this.#wait();
      this.#probe();
    });
  }

  #delay(): number {
    const often = FIRST[this.#count] ?? OFTEN;
    const rare = Math.max(0, this.#count - MANY);
    // Spread out, where many clients fell back at the same moment.
    return rare === 0 ? often : Math.min(RAREST, OFTEN * 2 ** rare) * (1 - this.#random() / 4);
  }
}
