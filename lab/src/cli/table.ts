/** `table`: runs all rows in all browsers, and writes the document. */
import { BROWSERS, type BrowserKind } from "../browsers/index.js";
import { nameOf, ROWS, type Row, shortcomings } from "../measure/rows.js";
import { run } from "../measure/run.js";
import { Stage } from "../measure/stage.js";
import { runUnread } from "../measure/unread.js";
import { PRODUCTS, type Product } from "../products/index.js";
import { renderDocument } from "../table/render.js";
import { type Results, readResults, withEntry, writeResults } from "../table/results.js";

export interface TableOptions {
  readonly products: readonly Product[];
  readonly browsers: readonly BrowserKind[];
  /** Only the rows in which this case or intermediary is; all where absent. */
  readonly only: string | undefined;
  /** Whether rows that have an entry are left as they are. */
  readonly missing: boolean;
  /** How many runs at once. */
  readonly parallel: number;
  readonly print: (text: string) => void;
}

/** All that is not said otherwise: peers in Chromium only, and the smoke set in WebKit. */
function isWanted({ only }: TableOptions, product: Product, kind: BrowserKind, row: Row): boolean {
  if (kind.id !== "chromium" && product.id !== "windsock") return false;
  if (kind.id === "webkit" && !row.smoke) return false;
  return only === undefined || row.steps.split(" ").some((step) => step.split(":")[0]?.toLowerCase() === only);
}

export async function makeTable(options: TableOptions): Promise<void> {
  // Read anew each time, since another run may write to the same file.
  const save = (change: (results: Results) => Results): void => writeResults(change(readResults()));
  for (const kind of options.browsers) {
    save((results) => ({ ...results, versions: { ...results.versions, [kind.id]: kind.version() } }));
    for (const product of options.products) {
      const own = readResults().entries.filter((one) => one.product === product.id && one.browser === kind.id);
      const done = new Set(own.map(({ row }) => row));
      const rows = ROWS.filter((row) => isWanted(options, product, kind, row));
      const wanted = rows.filter((row) => !options.missing || !done.has(nameOf(row)));
      await runAll(wanted, new Stage(product, kind), options, (entry) => save((results) => withEntry(results, entry)));
    }
  }
  if (options.products.some(({ id }) => id === "windsock") && [undefined, "f19"].includes(options.only)) {
    const unread = await runUnread();
    save((results) => ({ ...results, unread }));
  }
  renderDocument(readResults());
}

async function runAll(
  rows: readonly Row[],
  stage: Stage,
  { parallel, print }: TableOptions,
  save: (entry: Parameters<typeof withEntry>[1]) => void,
): Promise<void> {
  const waiting = [...rows];
  // What has just started is slow.
  if (rows.length > 0) await run({ steps: "", span: 2_000 }, stage, () => {});
  const work = async (): Promise<void> => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      const all = await run(row, stage, () => {});
      const { told: _, events: __, ...outcome } = all;
      const short = stage.product.id === "windsock" ? shortcomings(row, all) : [];
      save({ row: nameOf(row), product: stage.product.id, browser: stage.kind.id, ...outcome, shortcomings: short });
      print(`${stage.product.title}, ${stage.kind.title}, ${nameOf(row)}: ${outcome.transport} ${short.join("; ")}`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  await stage.close();
}

/** The products or browsers of these names; all where none is named. */
export const ALL = { products: PRODUCTS, browsers: BROWSERS };
