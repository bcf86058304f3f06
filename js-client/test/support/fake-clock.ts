import type { Clock } from "../../src/clock.js";

/** A clock that stands until it is told to go on. */
export class FakeClock implements Clock {
  #now = 0;
  /** When the fake world began, in ms since 1970; may be set, as people set clocks. */
  epoch = 1_700_000_000_000;
  #tasks: { at: number; task: () => void }[] = [];
  #awaited: { delay: number; resolve: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  date(): number {
    return this.epoch + this.#now;
  }

  after(delay: number, task: () => void): () => void {
    const entry = { at: this.#now + delay, task };
    this.#tasks.push(entry);
    for (const { delay: awaited, resolve } of this.#awaited) if (awaited === delay) resolve();
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#tasks.length;
  }

  /** Resolves when a timer of this delay is started. */
  waiting(delay: number): Promise<void> {
    return new Promise((resolve) => this.#awaited.push({ delay, resolve }));
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#tasks = this.#tasks.filter((other) => other !== due);
      this.#now = due.at;
      due.task();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Time goes by while no timer runs, as in a page that is frozen; those that are due then run late, once. */
  freeze(ms: number): void {
    this.#now += ms;
    const due = this.#tasks.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    this.#tasks = this.#tasks.filter((other) => !due.includes(other));
    for (const { task } of due) task();
  }
}
