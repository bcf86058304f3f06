/** The rows of the table: each case against every transport that it touches. */
import type { Outcome, Setting } from "./run.js";
import type { Tally } from "./tally.js";

type Name = "websocket" | "sse" | "polling" | "tab";

/** A setting, and what must come of it with Windsock. */
export interface Row extends Setting {
  /** The transport at the end is one of these. */
  readonly reaches: readonly Name[];
  /**
   * How often the page may be told of a connection; not limited where absent. Two where one will do, since on a busy
   * machine another transport may be first.
   */
  readonly connections?: number;
  /** How often a WebSocket may be taken for good; not limited where absent. */
  readonly webSockets?: number;
  /** The last connection stands by then, in ms from `connect()`: far above what is wanted, and below the usual timeouts. */
  readonly backBy?: number;
  /** Only these may be found to be blocked; any where absent. */
  readonly blocks?: readonly Name[];
  /** Is part of the short form. */
  readonly short?: true;
  /** Is run with WebKit as well. */
  readonly smoke?: true;
}

/** Long enough for what happens at once, and for what takes a while. */
const [BRIEF, MIDDLE, LONG] = [5_000, 12_000, 25_000];

/** The ways on which a client ends up on WebSocket, SSE and long polling. */
const ON: Partial<Record<Name, string>> = { websocket: "", sse: "F1 ", polling: "F1 F7 " };
const on = (name: Name, step: string): string => `${ON[name]}${step}`.trim();

export const ANY: readonly Name[] = ["websocket", "sse", "polling", "tab"];
const HTTP: readonly Name[] = ["sse", "polling"];

const refusals: readonly Row[] = ["400", "403", "407", "426", "502", "reset"].map((status) => ({
  steps: `F1:status=${status}`,
  span: BRIEF,
  reaches: ["sse"],
  ...(status === "403" && { short: true, smoke: true }),
}));

const upgrades: readonly Row[] = [
  { steps: "", span: BRIEF, reaches: ["websocket"], connections: 2, blocks: [], short: true, smoke: true },
  ...refusals,
  { steps: "F2", span: BRIEF, reaches: ["sse"], short: true, smoke: true },
  { steps: "F3", span: BRIEF, reaches: ["sse"], short: true, smoke: true },
  { steps: "F4", span: LONG, reaches: ["websocket"], blocks: [], short: true },
  { steps: "F5", span: LONG, reaches: HTTP, webSockets: 4, short: true },
  { steps: "F5:how=fin", span: LONG, reaches: HTTP, webSockets: 4 },
  { steps: "F6:every=0", span: MIDDLE, reaches: ["websocket"], blocks: [], short: true },
  { steps: on("sse", "F6:every=0"), span: MIDDLE, reaches: ["sse"], blocks: ["websocket"] },
  { steps: on("polling", "F6:every=0"), span: MIDDLE, reaches: ["polling"] },
];

const streams: readonly Row[] = [
  { steps: "F1 F7", span: BRIEF, reaches: ["polling"], short: true, smoke: true },
  { steps: "F2 F7", span: BRIEF, reaches: ["polling"], short: true },
  { steps: "F3 F7", span: BRIEF, reaches: ["polling"], short: true },
  { steps: "F1 F7:late=6000", span: LONG, reaches: ["polling"], short: true },
  { steps: "F1 F7:lump=4096", span: MIDDLE, reaches: HTTP, short: true },
  { steps: "F1 F7:lump=65536", span: MIDDLE, reaches: ["polling"] },
  { steps: "F1 F8", span: BRIEF, reaches: ["polling"], settles: "polling", short: true },
  { steps: "F1 F9:honest=yes", span: BRIEF, reaches: ["sse"] },
  { steps: "F1 F9", span: BRIEF, reaches: HTTP, short: true },
  { steps: "F10:after=4000", span: MIDDLE, reaches: ANY, short: true },
  ...(["clean", "cut", "reset"] as const).map((how): Row => {
    const short = how === "cut" ? { short: true as const } : {};
    return { steps: on("sse", `F10:after=4000,how=${how}`), span: MIDDLE, reaches: HTTP, ...short };
  }),
  ...(["clean", "reset"] as const).map((how): Row => {
    return { steps: on("polling", `F10:after=4000,how=${how}`), span: MIDDLE, reaches: ["polling"] };
  }),
  { steps: on("sse", "F11"), span: BRIEF, reaches: HTTP, short: true },
  { steps: on("polling", "F11"), span: BRIEF, reaches: ["polling"] },
  { steps: on("sse", "F12"), span: BRIEF, reaches: HTTP, short: true },
  { steps: on("polling", "F12"), span: BRIEF, reaches: ["polling"] },
];

const lines: readonly Row[] = [
  { steps: "F13", span: LONG, reaches: ["websocket"], short: true },
  { steps: "F13:block=F2,streams=pass", span: LONG, reaches: ["websocket"] },
  { steps: "F13:block=F3", span: LONG, reaches: ["websocket"] },
  { steps: "F14", span: LONG, backBy: 35_000, reaches: ["websocket"], short: true },
  { steps: on("sse", "F14"), span: LONG, backBy: 35_000, reaches: ["sse"] },
  { steps: on("polling", "F14"), span: LONG, reaches: ["polling"] },
  // The one that is looked at has no connection of its own, where tabs share one.
  { steps: "F1", tabs: 7, span: BRIEF, reaches: [...HTTP, "tab"], short: true },
  { steps: "F1 F7", tabs: 7, span: BRIEF, reaches: ["polling", "tab"] },
  { steps: "F16", throttle: 1_000, span: BRIEF, reaches: ["websocket"], connections: 2, short: true },
  { steps: on("sse", "F16"), throttle: 1_000, span: BRIEF, reaches: ["sse"], connections: 2 },
  { steps: on("polling", "F16"), throttle: 1_000, span: BRIEF, reaches: ["polling"], connections: 2 },
  { steps: "F18", span: MIDDLE, reaches: ["websocket"], blocks: [] },
  { steps: on("sse", "F18"), span: MIDDLE, reaches: ["sse"], blocks: ["websocket"] },
  { steps: "F21", span: BRIEF, reaches: HTTP, short: true },
  { steps: "F7 F21", span: BRIEF, reaches: ["polling"] },
  { steps: on("sse", "F22"), span: BRIEF, reaches: ["sse"] },
  { steps: on("polling", "F22"), span: BRIEF, reaches: ["polling"], short: true },
  { steps: "F23", span: LONG, reaches: ["websocket"], connections: 2, short: true },
  { steps: "F23:from=7000", span: LONG, reaches: ["websocket"], connections: 3, short: true },
  { steps: on("sse", "F23"), span: LONG, reaches: ["sse"], connections: 2 },
  { steps: on("polling", "F23"), span: LONG, reaches: ["polling"], connections: 2 },
];

const real: readonly Row[] = ["nginx", "haproxy", "apache", "squid", "tinyproxy", "privoxy"].map((steps) => ({
  steps,
  span: BRIEF,
  reaches: ["haproxy", "tinyproxy", "privoxy"].includes(steps) ? ["websocket"] : HTTP,
  short: true,
}));

export const ROWS: readonly Row[] = [...upgrades, ...streams, ...lines, ...real];

/** The name of a row, as the command line takes it. */
export function nameOf({ steps, tabs = 1, throttle }: Omit<Setting, "span">): string {
  const extras = [tabs > 1 && `--tabs ${tabs}`, throttle && `--throttle ${throttle}`].filter(Boolean);
  return [steps || "no obstacle", ...extras].join(" ");
}

/** What an outcome falls short in, in words; empty where all is as it must be. */
export function shortcomings(row: Row, outcome: Outcome): string[] {
  if (outcome.firstAt === null)
    return [outcome.events.at(-1)?.name === "no page" ? "the page did not load" : "no message came"];
  return [...onTheWay(row, outcome), ...delivery("to the page", outcome.down), ...ofThePage(outcome)];
}

function onTheWay(row: Row, { transport, transports, blocked, events, load, lastAfter }: Outcome): string[] {
  const found: string[] = [];
  if (!row.reaches.some((name) => name === transport)) found.push(`on ${transport}, not ${row.reaches.join(" or ")}`);
  const webSockets = transports.filter(({ name }) => name === "websocket").length;
  if (webSockets > (row.webSockets ?? webSockets)) found.push(`${webSockets} WebSockets`);
  if (transports.length > (row.connections ?? Number.POSITIVE_INFINITY)) found.push(`${transports.length} connections`);
  const wrong = blocked.filter((name) => row.blocks && !row.blocks.some((one) => one === name));
  if (wrong.length > 0) found.push(`found ${wrong.join(" and ")} to be blocked`);
  if (transports.some(({ at }) => at > (row.backBy ?? at))) found.push("back late");
  if (row.tabs && load === null) found.push("a request of the page got no answer");
  if (lastAfter === null) found.push("the last message was held back");
  if (events.some(({ name }) => name === "gap")) found.push("the client was told of a gap");
  if (events.some(({ name }) => name === "closed")) found.push("the client gave up");
  return found;
}

/** What the page was told to have failed, or may have, is not lost without a word. */
function ofThePage({ up: { refused, ...up } }: Outcome): string[] {
  return delivery("by the page", { ...up, lost: Math.max(0, up.lost - refused) });
}

function delivery(way: string, { lost, doubled, disordered }: Tally): string[] {
  const counts = { lost, doubled, "out of order": disordered };
  return Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [`${count} ${way} ${what}`] : []));
}
