/** `try`: one run of one network, now. */
import { BROWSERS, type BrowserKind } from "../browsers/index.js";
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

/** Runs it, tells what happens, and says what came of it. */
export async function tryOnce(
  setting: Setting,
  parts: { product: Product; kind: BrowserKind; print: (text: string) => void },
): Promise<string> {
  const began = performance.now();
  const tell = (line: string): void =>
    parts.print(`${((performance.now() - began) / 1_000).toFixed(3).padStart(9)} s  ${line}`);
  const stage = new Stage(parts.product, parts.kind);
  try {
    return describe(await run(setting, stage, tell));
  } finally {
    await stage.close();
  }
}

/** An outcome in words. */
export function describe({ transports, transport, firstAt, down, up, load, lastAfter, events }: Outcome): string {
  const path = transports.map(({ name, at }) => `${name} at ${at} ms`).join(", ") || "none";
  const told = events.map(({ name, at, detail }) => `  ${String(at).padStart(6)} ms ${name} ${JSON.stringify(detail)}`);
  return [
    `transports: ${path}; at the end: ${transport}`,
    `first message: ${firstAt === null ? "never" : `after ${firstAt} ms`}; a request beside it: ${load ?? "never"} ms`,
    `to the page: ${down.sent} sent, ${down.lost} lost, ${down.doubled} doubled, ${down.disordered} out of order`,
    `by the page: ${up.sent} sent, ${up.lost} lost (${up.refused} told), ${up.doubled} doubled, ${up.disordered} out of order`,
    `one more message, alone: ${lastAfter === null ? "held back" : `after ${lastAfter} ms`}`,
    "what the page was told:",
    ...told,
  ].join("\n");
}
