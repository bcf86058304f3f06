/** `try`: one run of one network, now. */
import { BROWSERS, type BrowserKind } from "../browsers/index.js";
import { type BatchOptions, type Ended, runBatch } from "../measure/batch.js";
import { ANY, nameOf, ROWS, type Row, shortcomings } from "../measure/rows.js";
import { type Outcome, run, type Setting } from "../measure/run.js";
import { Stage } from "../measure/stage.js";
import { PRODUCTS, type Product } from "../products/index.js";

/** The product or browser of this name; throws where there is none. */
export function named<T extends { readonly id: string }>(all: readonly T[], name: string, what: string): T {
  const found = all.find(({ id }) => id === name);
  if (!found) throw new Error(`No such ${what}: ${name}. There are ${all.map(({ id }) => id).join(", ")}`);
  return found;
}

export const browserNamed = (name: string): BrowserKind => named(BROWSERS, name, "browser");
export const productNamed = (name: string): Product => named(PRODUCTS, name, "product");

/** Runs it, tells what happens, and says what came of it; true where nothing is amiss. */
export async function tryOnce(
  { span, ...rest }: Omit<Setting, "span"> & { readonly span: number | undefined },
  { product, kind, print }: { product: Product; kind: BrowserKind; print: (text: string) => void },
): Promise<boolean> {
  const row = ROWS.find((one) => nameOf(one) === nameOf(rest));
  const began = performance.now();
  const tell = (line: string): void =>
    print(`${((performance.now() - began) / 1_000).toFixed(3).padStart(9)} s  ${line}`);
  const stage = new Stage(product, kind);
  try {
    const outcome = await run({ ...row, ...rest, span: span ?? row?.span ?? DEFAULT_SPAN }, stage, tell);
    print(describe(outcome));
    if (!row || product.id !== "windsock") return true;
    const short = shortcomings(row, outcome);
    print(short.length === 0 ? "all as expected" : `not as expected: ${short.join("; ")}`);
    return short.length === 0;
  } finally {
    await stage.close();
  }
}

/** Runs it so many times, with a line for each; true where nothing was amiss in any. */
export async function tryOften(
  { span, ...rest }: Omit<Setting, "span"> & { readonly span: number | undefined },
  { product, kind, ...how }: { product: Product; kind: BrowserKind; times: number } & BatchOptions,
): Promise<boolean> {
  const known = ROWS.find((one) => nameOf(one) === nameOf(rest));
  const row: Row = { reaches: ANY, ...known, ...rest, span: span ?? known?.span ?? DEFAULT_SPAN };
  const stage = new Stage(product, kind);
  const rows = Array.from({ length: how.times }, () => row);
  const tellBad = ({ outcome, short }: Ended): void => {
    if (short.length > 0) how.print(describe(outcome));
  };
  const bad = await runBatch(rows, stage, how, tellBad).finally(() => stage.close());
  how.print(`${how.times - bad} of ${how.times} as expected`);
  return bad === 0;
}

/** Where the table has no such row. */
const DEFAULT_SPAN = 15_000;

/** An outcome in words. */
export function describe({
  transports,
  transport,
  blocked,
  firstAt,
  down,
  up,
  load,
  lastAfter,
  ...rest
}: Outcome): string {
  const path = transports.map(({ name, at }) => `${name} at ${at} ms`).join(", ") || "none";
  const told = rest.events.map(
    ({ name, at, detail }) => `  ${String(at).padStart(6)} ms ${name} ${JSON.stringify(detail)}`,
  );
  return [
    `transports: ${path}; at the end: ${transport}; found to be blocked: ${blocked.join(", ") || "none"}`,
    `first message: ${firstAt === null ? "never" : `after ${firstAt} ms`}; a request beside it: ${load ?? "never"} ms`,
    `to the page: ${down.sent} sent, ${down.lost} lost, ${down.doubled} doubled, ${down.disordered} out of order`,
    `by the page: ${up.sent} sent, ${up.lost} lost (${up.refused} told), ${up.doubled} doubled, ${up.disordered} out of order`,
    `one more message, alone: ${lastAfter === null ? "held back" : `after ${lastAfter} ms`}`,
    "what the page was told:",
    ...told,
    ...(rest.words.length > 0 ? ["what its client says:"] : []),
    ...rest.words.map((line) => `  ${line}`),
  ].join("\n");
}
