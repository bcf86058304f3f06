/** Many runs, some of them at once, with a line for each that ends. */
import { nameOf, type Row, shortcomings } from "./rows.js";
import { type Outcome, run } from "./run.js";
import type { Stage } from "./stage.js";

/** One run that has ended. */
export interface Ended {
  readonly row: Row;
  readonly outcome: Outcome;
  /** What Windsock falls short in; empty for the others, of whom nothing is asked. */
  readonly short: readonly string[];
}

export interface BatchOptions {
  /** How many runs at once. */
  readonly parallel: number;
  readonly print: (text: string) => void;
}

/** Runs the rows, and gives each that has ended to `take`; returns how many did not end, or not as expected. */
export async function runBatch(
  rows: readonly Row[],
  stage: Stage,
  { parallel, print }: BatchOptions,
  take: (ended: Ended) => void,
): Promise<number> {
  const waiting = [...rows];
  const began = performance.now();
  let [done, bad] = [0, 0];
  const one = async (row: Row): Promise<string> => {
    try {
      const outcome = await run(row, stage, () => {});
      const short = stage.product.id === "windsock" ? shortcomings(row, outcome) : [];
      take({ row, outcome, short });
      if (short.length > 0) bad++;
      return [outcome.transport ?? "no transport", ...short].join("; ");
    } catch (error) {
      bad++;
      return `FAILED: ${error instanceof Error ? error.message : error}`;
    }
  };
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      const what = await one(row);
      const seconds = Math.round((performance.now() - began) / 1_000);
      const place = `${++done}/${rows.length}, ${seconds} s`;
      print(`${stage.product.title}, ${stage.kind.title}, ${place}: ${nameOf(row)}: ${what}`);
    }
  };
  // What has just started is slow.
  if (rows.length > 0) await run({ steps: "", span: 2_000 }, stage, () => {});
  await Promise.all(Array.from({ length: parallel }, work));
  return bad;
}
