/** Time, so that tests can bring their own. */
export interface Clock {
  /** Milliseconds from some fixed moment; never goes back. */
  now(): number;
  /** Calls `task` once, after `delay` ms, and returns what calls it off. */
  after(delay: number, task: () => void): () => void;
  /** Milliseconds since 1970, by a clock that people may set. */
  date(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delay, task) {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
  date: () => Date.now(),
};

/** How late a timer may be, in ms, before it is taken for throttled, frozen or slept through. */
const LATE = 500;

/** How long, in ms, what has come meanwhile is then given to be heard. */
const MOMENT = 1_000;

/**
 * Calls `task` after `delay` ms in which the page could hear. A timer that is late proves nothing: what came in the
 * meantime may wait behind it, so that is given a moment.
 */
export function patiently(clock: Clock, delay: number, task: () => void): () => void {
  const due = clock.now() + delay;
  let cancel = clock.after(delay, () => {
    if (clock.now() - due < LATE) task();
    else cancel = clock.after(MOMENT, task);
  });
  return () => cancel();
}

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
