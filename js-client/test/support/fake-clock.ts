import type { Clock } from "../../src/clock.js";

/** A clock that stands until it is told to go on. */
export class FakeClock implements Clock {
  #now = 0;
  #tasks: { at: number; task: () => void }[] = [];
  #awaited: { delay: number; resolve: () => void }[] = [];

  now(): number {
    return this.#now;
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
    this.#now = end;
  }
}
