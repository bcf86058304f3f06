/** One run: a product's page in a browser behind a network, and 200 messages each way while it does what it does. */
import { setTimeout as pause } from "node:timers/promises";
import type { Profile, RunningBrowser, Tab } from "../browsers/index.js";
import { type BuiltNetwork, buildNetwork } from "../cases/build.js";
import { parseSteps } from "../cases/steps.js";
import { local } from "../network/address.js";
import type { Tell } from "../network/layer.js";
import { family, within } from "../processes.js";
import type { RunningServer } from "../products/index.js";
import type { Stage } from "./stage.js";
import { numbers, type Tally, tally } from "./tally.js";

/** What is run. */
export interface Setting {
  /** As on the command line. */
  readonly steps: string;
  /** How long the messages are spread over, in ms. */
  readonly span: number;
  /** How many tabs are open, of which the last is looked at. */
  readonly tabs?: number;
  /** Where it has to find something out first: waits at the end until the page is on this transport, for a while at most. */
  readonly settles?: string;
  /** Timers of the page fire at multiples of this only, in ms, and its clock is put back. */
  readonly throttle?: number;
}

/** What came of it. */
export interface Outcome {
  /** The transports in the order in which the page was told of them, with ms from `connect()`. */
  readonly transports: ReadonlyArray<{ readonly name: string; readonly at: number }>;
  /** The one it was on at the end. */
  readonly transport: string | null;
  /** Those that it found to be blocked, each time. */
  readonly blocked: readonly string[];
  /** What its client did and found, in words. */
  readonly words: readonly string[];
  /** From `connect()` to the first message, in ms; null where none came. */
  readonly firstAt: number | null;
  readonly down: Tally;
  /** What the page sent, as it got it back. `refused` of the lost ones were told to it as failed or unsure. */
  readonly up: Tally & { readonly refused: number };
  readonly events: ReadonlyArray<{ readonly name: string; readonly at: number; readonly detail: unknown }>;
  /** How long a request of the page took beside it all, in ms; null where it was given up. */
  readonly load: number | null;
  /** How long one more message took when all else was quiet, in ms; null where it was held back. */
  readonly lastAfter: number | null;
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

/** How long a message that comes alone may take; far below the time between a server's pings. */
const ALONE_LIMIT = 15_000;

/** How long a page may take to find out where it has to be, in ms. */
const SETTLE_LIMIT = 60_000;

/** How long a request of the page beside it all may take, in ms. */
const LOAD_LIMIT = 10_000;

/** A run takes no longer, nor does the end of anything that it started, in ms: a browser may hang. */
const RUN_LIMIT = 240_000;
const END_LIMIT = 20_000;

/** Runs it; what is told is of the network. Rejects where it does not end. */
export async function run(setting: Setting, stage: Stage, tell: Tell): Promise<Outcome> {
  const steps = parseSteps(setting.steps.split(" ").filter(Boolean));
  const told: string[] = [];
  const hear: Tell = (line) => {
    told.push(line);
    tell(line);
  };
  const upsets = (...ids: string[]): boolean =>
    steps.some((step) => step.kind === "case" && ids.includes(step.case.id));
  const closing: Array<() => Promise<void>> = [];
  try {
    const { server, release } = await stage.server(upsets("F6", "F18"));
    closing.push(release);
    let browser: RunningBrowser | undefined;
    const network = await buildNetwork(steps, {
      targets: [local(server.port)],
      tell: hear,
      restart: (signal, down) => void server.restart(signal, down).catch((error) => tell(`restart failed: ${error}`)),
      suspend: (span) => void suspend(browser?.pid, span).catch((error) => tell(`suspend failed: ${error}`)),
    });
    closing.push(() => network.stop());
    const lent = await stage.browser(upsets("F14"), network.forwardProxy);
    closing.push(lent.release);
    browser = lent.browser;
    const profile = await browser.profile();
    closing.push(() => profile.close());
    const channel = stage.channel();
    const url = `http://127.0.0.1:${network.port}${stage.product.page}?channel=${channel}`;
    const parts = { setting, url, publisher: new Publisher(server, channel), network, profile, told };
    return await within(RUN_LIMIT, measure(parts), "the run");
  } finally {
    for (const close of closing.toReversed()) {
      await within(END_LIMIT, close(), "the end").catch((error) => tell(`at the end: ${error}`));
    }
  }
}

interface Measuring {
  readonly setting: Setting;
  /** Of the page. */
  readonly url: string;
  readonly publisher: Publisher;
  readonly network: BuiltNetwork;
  readonly profile: Profile;
  readonly told: readonly string[];
}

/** What lab.js says of the page. */
type Report = Omit<Outcome, "down" | "up" | "load" | "lastAfter" | "told"> & {
  readonly down: readonly number[];
  readonly up: readonly number[];
  readonly acknowledged: Readonly<Record<number, "accepted" | "refused">>;
};

async function measure({ setting, url, publisher, network, profile, told }: Measuring): Promise<Outcome> {
  const tab = await openTabs(setting, url, profile).catch((error) => hear(error));
  if (tab instanceof Error) return { ...NOTHING, events: [{ name: "no page", at: 0, detail: tab.message }], told };
  network.schedule.begin();
  await tab.call("start");
  const first = await publisher.untilFirst(tab);
  const pace = setting.span / MESSAGES;
  if (first !== null) await tab.call("send", { count: MESSAGES, pace });
  const expected = first === null ? null : await publisher.send(first, pace);
  const load = await tab.call<number | null>("load", LOAD_LIMIT);
  if (expected !== null) await untilAll(tab, expected.at(-1) ?? 0);
  const lastAfter = expected === null ? null : await publisher.sendAlone(tab);
  const report = await (first === null ? tab.call<Report>("report") : settled(tab, setting.settles));
  return { ...summary(report, expected), load, lastAfter, told };
}

/** Where not even the page came. */
const NONE = { sent: 0, lost: 0, doubled: 0, disordered: 0 };
const NOTHING = {
  ...{ transports: [], transport: null, blocked: [], words: [], firstAt: null, load: null, lastAfter: null },
  ...{ down: NONE, up: { ...NONE, refused: 0 } },
};

function hear(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What came is held against what was sent; nothing was, where no first message came. */
function summary(report: Report, expected: readonly number[] | null): Omit<Outcome, "load" | "lastAfter" | "told"> {
  const { down: came, up: back, acknowledged, ...rest } = report;
  const up = tally(expected === null ? [] : numbers(1, MESSAGES), back);
  const known = new Set(back);
  const refused = Object.entries(acknowledged).filter(([n, what]) => what === "refused" && !known.has(Number(n)));
  return { ...rest, down: tally(expected ?? [], came), up: { ...up, refused: refused.length } };
}

/** The tab that is looked at is the last. */
async function openTabs({ tabs = 1, throttle = 0 }: Setting, url: string, profile: Profile): Promise<Tab> {
  const open = (me: number): Promise<Tab> => profile.open(`${url}&me=tab-${me}&throttle=${throttle}`);
  for (let me = 1; me < tabs; me++) {
    const tab = await open(me);
    await tab.call("start");
    // As somebody would open one after the other.
    await pause(1_000);
  }
  return open(tabs);
}

/** Numbers messages, and keeps those of which the server knows. */
class Publisher {
  readonly #server: RunningServer;
  readonly #channel: string;
  readonly #accepted: number[] = [];
  #n = 0;

  constructor(server: RunningServer, channel: string) {
    this.#server = server;
    this.#channel = channel;
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

  /** Sends one more, and returns how long it took to come; null where it takes too long. */
  async sendAlone(tab: Tab): Promise<number | null> {
    const began = performance.now();
    await this.#publish();
    while (performance.now() < began + ALONE_LIMIT) {
      if ((await tab.call<Progress>("progress")).down >= this.#n) return Math.round(performance.now() - began);
      await pause(50);
    }
    return null;
  }

  async #publish(): Promise<void> {
    const n = ++this.#n;
    if ((await this.#server.publish(this.#channel, { from: "server", n })) === "accepted") this.#accepted.push(n);
  }
}

interface Progress {
  readonly down: number;
  readonly up: number;
  readonly acknowledged: number;
  readonly refused: number;
}

/** Waits until all that was sent has come and been answered, or nothing more can be expected. */
async function untilAll(tab: Tab, last: number): Promise<void> {
  const until = performance.now() + LAST_LIMIT;
  while (performance.now() < until) {
    const { down, up, acknowledged, refused } = await tab.call<Progress>("progress");
    if (down >= last && acknowledged >= MESSAGES && up + refused >= MESSAGES) break;
    await pause(250);
  }
}

/**
 * What the page says once it is on this transport; else on any, since it may just be on its way back. It is not asked
 * once more after that: a network that cuts again and again may have cut in between.
 */
async function settled(tab: Tab, wanted: string | undefined): Promise<Report> {
  const until = performance.now() + SETTLE_LIMIT;
  while (true) {
    const report = await tab.call<Report>("report");
    const { transport } = report;
    const there = wanted === undefined ? transport !== null : transport === wanted;
    if (there || performance.now() >= until) return report;
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
