/** What the table is made of: one entry for each row, product and browser, kept in a file. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../measure/run.js";
import type { UnreadOutcome } from "../measure/unread.js";

/** One run, without what was told. */
export interface Entry extends Omit<Outcome, "told" | "events"> {
  readonly row: string;
  readonly product: string;
  readonly browser: string;
  /** What Windsock falls short in; empty for the others, of whom nothing is asked. */
  readonly shortcomings: readonly string[];
}

/** All runs. */
export interface Results {
  readonly entries: Entry[];
  readonly unread?: UnreadOutcome;
  /** The versions of the browsers, by id. */
  readonly versions: Record<string, string>;
}

export const DOCS = join(import.meta.dirname, "../../../docs");
const FILE = join(DOCS, "hostile-networks.json");

export function readResults(): Results {
  try {
    return JSON.parse(readFileSync(FILE, "utf8")) as Results;
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOENT") throw error;
    return { entries: [], versions: {} };
  }
}

/** Writes them, a line for each entry so that differences can be read. */
export function writeResults({ entries, versions, unread }: Results): void {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  const rest = JSON.stringify({ versions, ...(unread && { unread }) });
  writeFileSync(FILE, `{\n  "entries": [\n${lines.join(",\n")}\n  ],\n  ${rest.slice(1, -1)}\n}\n`);
}

/** The results with this entry in the place of the one of before. */
export function withEntry(results: Results, entry: Entry): Results {
  const isOther = (one: Entry): boolean =>
    one.row !== entry.row || one.product !== entry.product || one.browser !== entry.browser;
  return { ...results, entries: [...results.entries.filter(isOther), entry] };
}
