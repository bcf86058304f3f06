/** What the table is made of: one entry for each row, product and browser, kept in a file. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../measure/run.js";
import type { UnreadOutcome } from "../measure/unread.js";

/** One run, without what was told. */
export interface Entry extends Omit<Outcome, "told" | "events" | "words"> {
  readonly row: string;
  readonly product: string;
  readonly browser: string;
  /** What Windsock falls short in; empty for the others, of whom nothing is asked. */
  readonly shortcomings: readonly string[];
}

/** One row many times. */
export interface Series {
  readonly row: string;
  readonly browser: string;
  readonly runs: number;
  /** How many were as expected. */
  readonly met: number;
  /** How often a WebSocket was found to be blocked, in all. */
  readonly blocked: number;
  /** Messages that were lost, doubled or out of order, in all. */
  readonly flaws: number;
  /** After how many ms a WebSocket carried once the block had gone; null where none did. */
  readonly back?: ReadonlyArray<number | null>;
}

/** Times to the first message on a network without obstacles, in ms. */
export interface FirstMessage {
  readonly browser: string;
  /** As steps. */
  readonly network: string;
  readonly bare: readonly number[];
  readonly client: readonly number[];
  /** What the client opened each time, in the order of time: `websocket`, or a method of HTTP. */
  readonly opened: ReadonlyArray<readonly string[]>;
}

/** All runs. */
export interface Results {
  readonly entries: Entry[];
  readonly series?: readonly Series[];
  readonly first?: readonly FirstMessage[];
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
export function writeResults({ entries, series = [], first = [], versions, unread }: Results): void {
  const list = (name: string, all: readonly unknown[]): string => {
    const lines = all.map((one) => `\n    ${JSON.stringify(one)}`);
    return `  "${name}": [${lines.join(",")}${all.length > 0 ? "\n  " : ""}]`;
  };
  const rest = JSON.stringify({ versions, ...(unread && { unread }) });
  const lists = [list("entries", entries), list("series", series), list("first", first)];
  writeFileSync(FILE, `{\n${lists.join(",\n")},\n  ${rest.slice(1, -1)}\n}\n`);
}

/** The results with this entry in the place of the one of before. */
export function withEntry(results: Results, entry: Entry): Results {
  const isOther = (one: Entry): boolean =>
    one.row !== entry.row || one.product !== entry.product || one.browser !== entry.browser;
  return { ...results, entries: [...results.entries.filter(isOther), entry] };
}

export function withSeries(results: Results, own: Series): Results {
  const isOther = ({ row, browser }: Series): boolean => row !== own.row || browser !== own.browser;
  return { ...results, series: [...(results.series ?? []).filter(isOther), own] };
}

export function withFirst(results: Results, own: FirstMessage): Results {
  const isOther = ({ browser, network }: FirstMessage): boolean => browser !== own.browser || network !== own.network;
  return { ...results, first: [...(results.first ?? []).filter(isOther), own] };
}

/** The middle one; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return Math.round((low + high) * 50) / 100;
}
