/** What became of numbered messages. */

/** Of the messages that were sent one way. */
export interface Tally {
  readonly sent: number;
  readonly lost: number;
  /** How often one came that had come before. */
  readonly doubled: number;
  /** How often one came after a later one, though it had not come before. */
  readonly disordered: number;
}

/** Holds what came against what was sent: the numbers `expected`, each once, rising. */
export function tally(expected: readonly number[], came: readonly number[]): Tally {
  const seen = new Set<number>();
  let doubled = 0;
  let disordered = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (const n of came) {
    if (seen.has(n)) doubled++;
    else if (n < highest) disordered++;
    seen.add(n);
    highest = Math.max(highest, n);
  }
  const lost = expected.filter((n) => !seen.has(n)).length;
  return { sent: expected.length, lost, doubled, disordered };
}

/** The numbers from `first` to `last`. */
export function numbers(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
