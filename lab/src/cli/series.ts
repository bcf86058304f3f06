/** `series`: some rows many times each, since what goes well once may have been lucky. */
import type { BrowserKind } from "../browsers/index.js";
import { runBatch } from "../measure/batch.js";
import { ROWS, type Row } from "../measure/rows.js";
import type { Outcome } from "../measure/run.js";
import { Stage } from "../measure/stage.js";
import { windsock } from "../products/index.js";
import { renderDocument } from "../table/render.js";
import { readResults, type Series, withSeries, writeResults } from "../table/results.js";

/** Rows by their steps, and when in them the block goes away, in ms from `connect()`, where one does. */
const SERIES: ReadonlyArray<{ readonly steps: string; readonly lifted?: number }> = [
  { steps: "F4" },
  { steps: "F6:every=0" },
  { steps: "F13", lifted: 10_000 },
  { steps: "F13:block=F2,streams=pass", lifted: 10_000 },
  { steps: "F13:block=F3", lifted: 10_000 },
];

export interface SeriesOptions {
  readonly browsers: readonly BrowserKind[];
  /** Only the rows with this case; all where absent. */
  readonly only: string | undefined;
  readonly times: number;
  readonly parallel: number;
  readonly print: (text: string) => void;
}

/** Runs them and writes the document; returns how many runs did not end, or not as expected. */
export async function makeSeries(options: SeriesOptions): Promise<number> {
  let bad = 0;
  for (const kind of options.browsers) {
    const stage = new Stage(windsock, kind);
    try {
      for (const { steps, lifted } of SERIES) {
        const row = ROWS.find((one) => one.steps === steps);
        const wanted = options.only === undefined || steps.split(":")[0]?.toLowerCase() === options.only;
        if (row && wanted) bad += await repeat(row, stage, options, lifted);
      }
    } finally {
      await stage.close();
    }
  }
  renderDocument(readResults());
  return bad;
}

async function repeat(row: Row, stage: Stage, options: SeriesOptions, lifted: number | undefined): Promise<number> {
  const outcomes: Outcome[] = [];
  let met = 0;
  const rows = Array.from({ length: options.times }, () => row);
  const bad = await runBatch(rows, stage, options, ({ outcome, short }) => {
    outcomes.push(outcome);
    if (short.length === 0) met++;
  });
  const count = (of: (outcome: Outcome) => number): number => outcomes.reduce((sum, one) => sum + of(one), 0);
  const series: Series = {
    ...{ row: row.steps, browser: stage.kind.id, runs: options.times, met },
    blocked: count(({ blocked }) => blocked.filter((name) => name === "websocket").length),
    flaws: count(({ down, up }) => flaws(down) + flaws(up)),
    ...(lifted !== undefined && { back: outcomes.map((one) => back(one, lifted)) }),
  };
  writeResults(withSeries(readResults(), series));
  return bad;
}

function flaws({ lost, doubled, disordered }: Outcome["down"]): number {
  return lost + doubled + disordered;
}

/** How long after the block had gone a WebSocket carried, in ms; null where none did. */
function back({ transports, transport }: Outcome, lifted: number): number | null {
  const last = transports.at(-1);
  return transport === "websocket" && last ? Math.round(last.at - lifted) : null;
}
