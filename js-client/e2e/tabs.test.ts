/** Seven tabs of one browser, of which the one that has the connection goes in every way: nobody loses anything. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TransportName } from "../src/index.js";
import { startBrowser } from "./harness/browser.js";
import { publish, readLog, type Server, startServer } from "./harness/server.js";

const TABS = 7;
/** By each tab, each time that the leader goes. */
const BY_TAB = 5;

/** What pages/tabs.js puts into its page. */
interface PageSide {
  open(channel: string, transport: TransportName): Promise<string>;
  publish(tab: number, from: number, to: number, wait: boolean): Promise<void>;
  leads(): Promise<boolean>;
  until(offset: number): Promise<Array<[offset: number, data: { tab: number; number: number }]>>;
}

declare const tabs: PageSide;

interface Tab {
  readonly page: Page;
  readonly tab: number;
  /** Of its latest publish. */
  number: number;
}

let server: Server;
let browser: Browser;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "windsock-"));
  const config = join(directory, "windsock.toml");
  await writeFile(config, "[namespaces.room]\npresence = true\njoins = true\n");
  server = await startServer({ pages: join(import.meta.dirname, "pages"), args: ["--config", config] });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(directory, { recursive: true });
});

describe.each(["websocket", "sse", "polling"] as const)("over %s", { timeout: 300_000 }, (transport) => {
  let context: BrowserContext;
  let channel: string;
  let all: Tab[];
  let count: number;
  let members: Set<string>;
  let standing: Set<object>;

  beforeEach(async () => {
    channel = `room:${transport}`;
    all = [];
    count = 0;
    members = new Set();
    standing = new Set();
    context = await browser.newContext();
    context.setDefaultTimeout(100_000);
    context.on("request", (request) => {
      if (request.url().endsWith("/windsock")) standing.add(request);
    });
    for (const event of ["requestfinished", "requestfailed"] as const) {
      context.on(event as "requestfinished", (request) => standing.delete(request));
    }
    for (let i = 0; i < TABS; i++) await open();
  });

  afterEach(() => context.close());

  async function open(): Promise<void> {
    const page = await context.newPage();
    await page.goto(`${server.origin}/tabs.html`);
    all.push({ page, tab: ++count, number: 0 });
    members.add(await page.evaluate(([name, by]) => tabs.open(name, by), [channel, transport] as const));
  }

  async function leader(): Promise<Tab> {
    const leading = await Promise.all(all.map(({ page }) => page.evaluate(() => tabs.leads())));
    expect(leading.filter(Boolean).length).toBe(1);
    return all[leading.indexOf(true)] as Tab;
  }

  /** Each tab publishes its next numbers. */
  const say = (wait: boolean, but?: Tab) =>
    Promise.all(
      all.map((one) => {
        if (one === but) return undefined;
        const args = [one.tab, one.number + 1, one.number + BY_TAB, wait] as const;
        one.number += BY_TAB;
        return one.page.evaluate((given) => tabs.publish(...given), args);
      }),
    );

  const subscribers = async () => {
    const response = await fetch(`${server.origin}/api/v1/channels/${channel}`);
    return ((await response.json()) as { subscribers: number }).subscribers;
  };

  const goes: Record<string, (tab: Tab) => Promise<void>> = {
    closes: async (tab) => {
      all = all.filter((one) => one !== tab);
      await tab.page.close();
      await open();
    },
    "is killed": async (tab) => {
      all = all.filter((one) => one !== tab);
      const crashed = new Promise((resolve) => tab.page.on("crash", resolve));
      const session = await context.newCDPSession(tab.page);
      session.send("Page.crash").catch(() => {});
      await crashed;
      await open();
    },
    "is loaded again": async (tab) => {
      await tab.page.reload();
      members.add(await tab.page.evaluate(([name, by]) => tabs.open(name, by), [channel, transport] as const));
    },
  };

  test("have one connection, and lose, repeat and reorder nothing as the tab that has it goes", async () => {
    const before = await publish(server.origin, channel, { tab: 0, number: 0 });
    for (const [i, [how, go]] of [...Object.entries(goes), ...Object.entries(goes)].entries()) {
      await say(true);
      const tab = await leader();
      // Whoever goes for good has a reply to all that it said.
      const silent = how === "is loaded again" ? undefined : tab;
      await say(false, silent);
      const gone = go(tab);
      await publish(server.origin, channel, { tab: 0, number: i + 1 });
      await gone;
    }
    await say(true);
    await expect.poll(subscribers, { timeout: 100_000 }).toBe(1);

    const { offset } = await publish(server.origin, channel, { tab: 0, number: 99 });
    const log = await readLog(server.origin, channel);
    const expected = log.filter((one) => one.offset >= before.offset).map((one) => [one.offset, one.data]);
    for (const { page, tab, number } of all) {
      const received = await page.evaluate((last) => tabs.until(last), offset);
      const first = received[0]?.[0] ?? 0;
      expect(received, `tab ${tab}`).toEqual(expected.filter(([at]) => (at as number) >= first));
      const own = log.map(({ data }) => data as { tab: number; number: number }).filter((data) => data.tab === tab);
      expect(own.map((data) => data.number)).toEqual(Array.from({ length: number }, (_, index) => index + 1));
    }
    // They were one client all the time: who has come and never gone has one entry of the log.
    expect(members.size).toBe(1);
    const presence = await fetch(`${server.origin}/api/v1/channels/${channel}/presence`);
    expect(await presence.json()).toMatchObject({ count: 1 });
    expect(log.length + 1).toBe(offset);
  });

  test("leave the page's own requests room", async () => {
    if (transport === "polling") await expect.poll(() => standing.size, { timeout: 100_000 }).toBe(1);
    const page = await context.newPage();
    await page.goto(`${server.origin}/tabs.html`);
    const loads = Array.from({ length: 6 }, (_, i) => `/tabs.js?${i}`);
    expect(
      await page.evaluate((urls) => Promise.all(urls.map(async (url) => (await fetch(url)).status)), loads),
    ).toEqual(loads.map(() => 200));
    expect(standing.size).toBeLessThanOrEqual(1);
  });
});
