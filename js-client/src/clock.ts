/** Time, so that tests can bring their own. */
export interface Clock {
  /** Milliseconds from some fixed moment; never goes back. */
  now(): number;
  /** Calls `task` once, after `delay` ms, and returns what calls it off. */
  after(delay: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delay, task) {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delay` ms, or when the signal is aborted. */
export function pause(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(delay, done);
    signal.addEventListener("abort", done);
  });
}

/** Calls `task` when `delay` ms have gone by without a `touch`. */
export class Watchdog {
  readonly #clock: Clock;
  readonly #task: () => void;
  #delay = 0;
  #deadline = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, task: () => void) {
    this.#clock = clock;
    this.#task = task;
  }

  start(delay: number): void {
    this.#delay = delay;
    this.touch();
    this.#wait();
  }

  /** Only moves the deadline: a busy stream must not make a timer for each message. */
  touch(): void {
    this.#deadline = this.#clock.now() + this.#delay;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(): void {
    this.stop();
    const left = this.#deadline - this.#clock.now();
    if (left <= 0) return this.#task();
    this.#cancel = this.#clock.after(left, () => this.#wait());
  }
}
