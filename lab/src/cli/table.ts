/** `table`: runs all rows in all browsers, and writes the document. */
import type { BrowserKind } from "../browsers/index.js";
import { runBatch } from "../measure/batch.js";
import { nameOf, ROWS, type Row } from "../measure/rows.js";
import { Stage } from "../measure/stage.js";
import { runUnread } from "../measure/unread.js";
import type { Product } from "../products/index.js";
import { renderDocument } from "../table/render.js";
import { type Results, readResults, withEntry, writeResults } from "../table/results.js";

export interface TableOptions {
  readonly products: readonly Product[];
  readonly browsers: readonly BrowserKind[];
  /** Only the row of this name, or the rows in which this case or intermediary is; all where absent. */
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
  return (
    only === undefined ||
    nameOf(row).toLowerCase() === only ||
    row.steps.split(" ").some((step) => step.split(":")[0]?.toLowerCase() === only)
  );
}

/** Returns how many runs did not end, or not as expected. */
export async function makeTable(options: TableOptions): Promise<number> {
  let bad = 0;
  // Read anew each time, since another run may write to the same file.
  const save = (change: (results: Results) => Results): void => writeResults(change(readResults()));
  for (const kind of options.browsers) {
    save((results) => ({ ...results, versions: { ...results.versions, [kind.id]: kind.version() } }));
    for (const product of options.products) {
      const own = readResults().entries.filter((one) => one.product === product.id && one.browser === kind.id);
      const done = new Set(own.map(({ row }) => row));
      const rows = ROWS.filter((row) => isWanted(options, product, kind, row));
      const wanted = rows.filter((row) => !options.missing || !done.has(nameOf(row)));
      const stage = new Stage(product, kind);
      bad += await runBatch(wanted, stage, options, ({ row, outcome, short }) => {
        const { told: _, events: __, words: ___, ...rest } = outcome;
        const entry = { row: nameOf(row), product: product.id, browser: kind.id, ...rest, shortcomings: short };
        save((results) => withEntry(results, entry));
      }).finally(() => stage.close());
    }
  }
  if (options.products.some(({ id }) => id === "windsock") && [undefined, "f19"].includes(options.only)) {
    const unread = await runUnread();
    save((results) => ({ ...results, unread }));
  }
  renderDocument(readResults());
  return bad;
}
