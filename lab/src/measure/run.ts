/** One run: a product's page in a browser behind a network, and 200 messages each way while it does what it does. */
import { setTimeout as pause } from "node:timers/promises";
import type { BrowserKind, RunningBrowser, Tab } from "../browsers/index.js";
import { type BuiltNetwork, buildNetwork } from "../cases/build.js";
import { parseSteps } from "../cases/steps.js";
import { local } from "../network/address.js";
import type { Tell } from "../network/layer.js";
import { family } from "../processes.js";
import type { Product, RunningServer } from "../products/index.js";
import { numbers, type Tally, tally } from "./tally.js";

/** What is run. */
export interface Setting {
  /** As on the command line. */
  readonly steps: string;
  /** How long the messages are spread over, in ms. */
  readonly span: number;
  /** How many tabs are open, of which the last is looked at. */
  readonly tabs?: number;
  /** Timers of the page fire at multiples of this only, in ms, and its clock is put back. */
  readonly throttle?: number;
}

/** What came of it. */
export interface Outcome {
  /** The transports in the order in which the page was told of them, with ms from `connect()`. */
  readonly transports: ReadonlyArray<{ readonly name: string; readonly at: number }>;
  /** The one it was on at the end. */
  readonly transport: string | null;
  /** From `connect()` to the first message, in ms; null where none came. */
  readonly firstAt: number | null;
  readonly down: Tally;
  /** What the page sent, as it got it back. `refused` of the lost ones were told to it as failed or unsure. */
  readonly up: Tally & { readonly refused: number };
  readonly events: ReadonlyArray<{ readonly name: string; readonly at: number; readonly detail: unknown }>;
  /** How long a request of the page took beside it all, in ms; null where it was given up. */
  readonly load: number | null;
  /** What the network told. */
  readonly told: readonly string[];
}

/** How many messages each way. */
export const MESSAGES = 200;

/** How often a message is sent until the first has come, in ms. */
const PROBE = 25;

/** How long the first message may take, and how long the last ones after they were sent, in ms. */
const FIRST_LIMIT = 45_000;
const LAST_LIMIT = 60_000;

/** How long a request of the page beside it all may take, in ms. */
const LOAD_LIMIT = 10_000;

/** Runs it with a server, a network and a browser of its own. */
export async function run(
  setting: Setting,
  { product, kind, tell }: { product: Product; kind: BrowserKind; tell: Tell },
): Promise<Outcome> {
  const steps = parseSteps(setting.steps.split(" ").filter(Boolean));
  const told: string[] = [];
  const hear: Tell = (line) => {
    told.push(line);
    tell(line);
  };
  const closing: Array<() => Promise<void>> = [];
  try {
    const server = await product.start();
    closing.push(() => server.stop());
    let browser: RunningBrowser | undefined;
    const network = await buildNetwork(steps, {
      targets: [local(server.port)],
      tell: hear,
      restart: (signal, down) => void server.restart(signal, down).catch((error) => tell(`restart failed: ${error}`)),
      suspend: (span) => void suspend(browser?.pid, span).catch((error) => tell(`suspend failed: ${error}`)),
    });
    closing.push(() => network.stop());
    browser = await kind.start(network.forwardProxy);
    closing.push(() => browser?.stop() ?? Promise.resolve());
    return await measure({ setting, product, server, network, browser, told });
  } finally {
    for (const close of closing.toReversed()) await close().catch((error) => tell(`at the end: ${error}`));
  }
}

interface Measuring {
  readonly setting: Setting;
  readonly product: Product;
  readonly server: RunningServer;
  readonly network: BuiltNetwork;
  readonly browser: RunningBrowser;
  readonly told: readonly string[];
}

/** What lab.js says of the page. */
type Report = Omit<Outcome, "down" | "up" | "load" | "told"> & {
  readonly down: readonly number[];
  readonly up: readonly number[];
  readonly acknowledged: Readonly<Record<number, "accepted" | "refused">>;
};

async function measure({ setting, product, server, network, browser, told }: Measuring): Promise<Outcome> {
  const tab = await openTabs({ setting, product, network, browser });
  network.schedule.begin();
  await tab.call("start");
  const down = new Publisher(server);
  const first = await down.untilFirst(tab);
  const pace = setting.span / MESSAGES;
  let expected: number[] = [];
  if (first !== null) {
    await tab.call("send", { count: MESSAGES, pace });
    expected = await down.send(first, pace);
  }
  const load = await tab.call<number | null>("load", LOAD_LIMIT);
  if (first !== null) await untilAll(tab, expected.at(-1) ?? 0);
  const report = await tab.call<Report>("report");
  const { transports, transport, firstAt, events, acknowledged } = report;
  const up = tally(first === null ? [] : numbers(1, MESSAGES), report.up);
  const came = new Set(report.up);
  const refused = Object.entries(acknowledged).filter(([n, what]) => what === "refused" && !came.has(Number(n))).length;
  const tallied = tally(expected, report.down);
  return { transports, transport, firstAt, events, load, down: tallied, up: { ...up, refused }, told };
}

async function openTabs(parts: Pick<Measuring, "setting" | "product" | "network" | "browser">): Promise<Tab> {
  const { setting, product, network, browser } = parts;
  const throttle = setting.throttle ? `&throttle=${setting.throttle}` : "";
  const open = (me: number): Promise<Tab> =>
    browser.open(`http://127.0.0.1:${network.port}${product.page}?me=tab-${me}${throttle}`);
  const others = (setting.tabs ?? 1) - 1;
  for (let me = 1; me <= others; me++) {
    const tab = await open(me);
    await tab.call("start");
    // As somebody would open one after the other.
    await pause(1_000);
  }
  return open(others + 1);
}

/** Numbers messages, and keeps those of which the server knows. */
class Publisher {
  readonly #server: RunningServer;
  readonly #accepted: number[] = [];
  #n = 0;

  constructor(server: RunningServer) {
    this.#server = server;
  }

  /** Sends until the page has got one, and returns the number of that; null where it takes too long. */
  async untilFirst(tab: Tab): Promise<number | null> {
    const until = performance.now() + FIRST_LIMIT;
    let first: number | null = null;
    let ended = false;
    const look = async (): Promise<void> => {
      while (!ended && first === null) {
        first = await tab.call<number | null>("first");
        await pause(100);
      }
    };
    const looking = look();
    while (first === null && performance.now() < until) {
      await this.#publish();
      await pause(PROBE);
    }
    ended = true;
    await looking;
    return first;
  }

  /** Sends at this pace until it has been `MESSAGES` from `first` on; returns the numbers that must come. */
  async send(first: number, pace: number): Promise<number[]> {
    const began = performance.now();
    const last = Math.max(first + MESSAGES - 1, this.#n);
    for (let sent = 1; this.#n < last; sent++) {
      await this.#publish();
      await pause(Math.max(0, began + sent * pace - performance.now()));
    }
    return this.#accepted.filter((n) => n >= first);
  }

  async #publish(): Promise<void> {
    const n = ++this.#n;
    if ((await this.#server.publish({ from: "server", n })) === "accepted") this.#accepted.push(n);
  }
}

/** Waits until all that was sent has come and been answered, or nothing more can be expected. */
async function untilAll(tab: Tab, last: number): Promise<void> {
  const until = performance.now() + LAST_LIMIT;
  while (performance.now() < until) {
    const { down, up, acknowledged } = await tab.call<{ down: number; up: number; acknowledged: number }>("progress");
    if (down >= last && acknowledged >= MESSAGES && up >= MESSAGES) break;
    await pause(250);
  }
}

/** Stops all processes of a browser for a while, as the machine's sleep does. */
async function suspend(pid: number | undefined, span: number): Promise<void> {
  if (pid === undefined) throw new Error("no process");
  const all = family(pid);
  for (const one of all) process.kill(one, "SIGSTOP");
  await pause(span);
  for (const one of all) process.kill(one, "SIGCONT");
}
