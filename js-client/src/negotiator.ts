import type { TransportName } from "./protocol.js";

/**
 * Which transport is tried next.
 *
 * A pass goes through the transports in the given order; one that was proven earlier goes first, and when it fails the
 * pass goes on from the top. When no transport answers the server is away, which says nothing about any of them: what
 * was proven is forgotten, and the next pass starts from the top.
 *
 * Before a proven transport is given up for a lower one it is tried once more: that the lower one has just answered
 * shows that the server is there now, so if the higher one still fails it is blocked, and was not only early in a restart.
 */
export class Negotiator {
  readonly #order: readonly TransportName[];
  #proven: TransportName | undefined;
  #queue: TransportName[] = [];
  #checked = false;

  constructor(order: readonly TransportName[]) {
    this.#order = order;
  }

  /** Begins a pass. */
  start(): void {
    const first = this.#proven && this.#proven !== this.#order[0] ? [this.#proven] : [];
    this.#queue = [...first, ...this.#order];
    this.#checked = false;
  }

  /** The transport to try now; `undefined` where the pass has failed. */
  next(): TransportName | undefined {
    const name = this.#queue.shift();
    if (!name) this.#proven = undefined;
    return name;
  }

  /** Whether the transport that `next` gave is the last of the pass. */
  get last(): boolean {
    return this.#queue.length === 0;
  }

  /** `name` has answered. Returns whether to stay on it; where not, the pass goes on. */
  answered(name: TransportName): boolean {
    const rank = this.#order.indexOf(name);
    if (!this.#checked && this.#proven && this.#order.indexOf(this.#proven) < rank) {
      this.#checked = true;
      this.#queue = [this.#proven, ...this.#order.slice(rank)];
      return false;
    }
    this.#proven = name;
    return true;
  }

  /** `name` carries now, whatever was tried before. */
  prove(name: TransportName): void {
    this.#proven = name;
  }
}
