/** The tables of docs/hostile-networks.md, made of the results. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BROWSERS } from "../browsers/index.js";
import { CASES } from "../cases/index.js";
import { INTERMEDIARIES } from "../intermediaries/index.js";
import { nameOf, ROWS, type Row } from "../measure/rows.js";
import type { Tally } from "../measure/tally.js";
import { PRODUCTS } from "../products/index.js";
import { DOCS, type Entry, median, type Results, type Series } from "./results.js";

const FILE = join(DOCS, "hostile-networks.md");

/** Puts the tables between the markers of the document. */
export function renderDocument(results: Results): void {
  let text = readFileSync(FILE, "utf8");
  const parts = {
    windsock: windsockTable(results),
    series: seriesTable(results),
    "first message": firstTable(results),
    peers: peersTable(results),
    sockets: socketsLine(results),
  };
  for (const [name, content] of Object.entries(parts)) {
    const markers = new RegExp(`(<!-- ${name}: made by lab/run [a-z-]+ -->\n)[^]*?(<!-- end of ${name} -->)`);
    if (!markers.test(text)) throw new Error(`${FILE} has no place for ${name}`);
    text = text.replace(markers, (_all, begin: string, end: string) => `${begin}\n${content}\n\n${end}`);
  }
  writeFileSync(FILE, text);
}

function windsockTable({ entries, versions }: Results): string {
  const titles = BROWSERS.map(({ id, title }) => `${title}${versions[id] ? ` ${versions[id]}` : ""}`);
  const lines = ROWS.flatMap((row) => {
    const own = BROWSERS.map(({ id }) => find(entries, row, "windsock", id));
    if (own.every((entry) => entry === undefined)) return [];
    const short = own.flatMap((entry) => entry?.shortcomings ?? []);
    const met = short.length === 0 ? "yes" : `**no**: ${[...new Set(short)].join("; ")}`;
    return [[`\`${nameOf(row)}\``, describeRow(row), ...own.map(cell), met]];
  });
  return table(["network", "what it does", ...titles, "as expected"], lines);
}

function peersTable({ entries }: Results): string {
  const lines = ROWS.flatMap((row) => {
    const all = PRODUCTS.map(({ id }) => find(entries, row, id, "chromium"));
    if (all.slice(1).every((entry) => entry === undefined)) return [];
    return [[`\`${nameOf(row)}\``, ...all.map(cell)]];
  });
  return table(["network", ...PRODUCTS.map(({ title }) => title)], lines);
}

function seriesTable({ series = [] }: Results): string {
  if (series.length === 0) return "Not run yet.";
  const lines = BROWSERS.flatMap(({ id, title }) =>
    series
      .filter(({ browser }) => browser === id)
      .map(({ row, runs, met, blocked, flaws, back }) => {
        return [`\`${row}\``, title, `${met} of ${runs}`, `${blocked} times`, String(flaws), backIn(back)];
      }),
  );
  const head = ["network", "browser", "as expected", "WebSocket demoted", "lost, doubled, out of order", "back after"];
  return table(head, lines);
}

/** The median and the longest. */
function backIn(back: Series["back"]): string {
  if (!back) return "";
  const times = back.filter((time) => time !== null);
  const never = times.length < back.length ? `, **${back.length - times.length} never**` : "";
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
  return `${seconds(median(times))} s; at most ${seconds(Math.max(...times))} s${never}`;
}

function firstTable({ first = [] }: Results): string {
  if (first.length === 0) return "Not run yet.";
  const lines = BROWSERS.flatMap(({ id, title }) =>
    first
      .filter(({ browser }) => browser === id)
      .map(({ network, bare, client, opened }) => {
        const [plain, own] = [median(bare), median(client)];
        const all = [...new Set(opened.map((one) => one.join(" and ")))].join("; ");
        return [
          `\`${network || "nothing between"}\``,
          title,
          String(bare.length),
          `${plain} ms`,
          `${own} ms`,
          (own / plain).toFixed(2),
          all,
        ];
      }),
  );
  return table(
    ["network", "browser", "times each", "bare WebSocket", "client", "ratio", "what the client opens"],
    lines,
  );
}

function socketsLine({ unread }: Results): string {
  if (!unread) return "Not run yet.";
  return (
    `${unread.clients} connections read nothing of ${unread.sent} messages, ${unread.unread} MB in all, beside one that did: ` +
    `it got ${unread.received}, each once and in order, and the server, with a heap of 256 MB, grew by ${unread.grown} MB.`
  );
}

function find(entries: readonly Entry[], row: Row, product: string, browser: string): Entry | undefined {
  return entries.find((one) => one.row === nameOf(row) && one.product === product && one.browser === browser);
}

function table(head: readonly string[], lines: readonly string[][]): string {
  const write = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [write(head), write(head.map(() => "---")), ...lines.map(write)].join("\n");
}

function describeRow(row: Row): string {
  const titles = row.steps.split(" ").flatMap((step) => {
    const id = step.split(":")[0] ?? "";
    const found = CASES.find((one) => one.id === id) ?? INTERMEDIARIES.find((one) => one.id === id);
    return found ? [found.title] : [];
  });
  if (row.tabs) titles.push(`${row.tabs} tabs (F15)`);
  return titles.join("; ") || "nothing";
}

/** The transports, the time to the first message, and what is wrong with the messages. */
function cell(entry: Entry | undefined): string {
  if (!entry) return "";
  if (entry.firstAt === null) return "**never**";
  const seconds = (entry.firstAt / 1_000).toFixed(2);
  const flaws = [...flawsOf("to", entry.down), ...flawsOf("by", entry.up)];
  if (entry.lastAfter === null) flaws.push("the last one held back");
  const delivery = flaws.length === 0 ? "all" : `**${flaws.join(", ")}**`;
  return `${pathOf(entry)}; ${seconds} s; ${delivery}`;
}

function flawsOf(way: "to" | "by", tally: Tally & { readonly refused?: number }): string[] {
  const told = tally.refused ? ` (${tally.refused} told)` : "";
  const counts = { [`lost${told}`]: tally.lost, doubled: tally.doubled, "out of order": tally.disordered };
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${way} the page ${what}`] : []));
}

/** The transports in a row, each with how often it was taken; of a long row only how often each was. */
function pathOf({ transports }: Entry): string {
  const path: Array<{ name: string; times: number }> = [];
  for (const { name } of transports) {
    const last = path.at(-1);
    if (last?.name === name) last.times++;
    else path.push({ name, times: 1 });
  }
  if (path.length <= LONG_PATH) return path.map(written).join(", ");
  const times = (name: string): number => transports.filter((one) => one.name === name).length;
  const names = [...new Set(transports.map(({ name }) => name))];
  return names.map((name) => written({ name, times: times(name) })).join(" and ");
}

/** More than so many changes are counted. */
const LONG_PATH = 4;

const written = ({ name, times }: { name: string; times: number }): string => (times > 1 ? `${name} ×${times}` : name);
