/** Full jitter: a random time up to a ceiling that doubles from attempt to attempt, so that returns are spread out. */
export interface Backoff {
  /** The ceiling of the first delay, in ms. Default 500. */
  readonly base?: number;
  /** The highest ceiling, in ms. Default 20,000. */
  readonly cap?: number;
}

/** The delay in ms before `attempt`, counted from 1; `random` gives numbers from 0 up to 1. */
export function backoffDelay(attempt: number, { base = 500, cap = 20_000 }: Backoff, random: () => number): number {
  return Math.round(random() * Math.min(cap, base * 2 ** (attempt - 1)));
}
