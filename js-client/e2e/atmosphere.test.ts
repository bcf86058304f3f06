/** Stock atmosphere.js 5 shares channels with our own client and with REST. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPage, startBrowser } from "./harness/browser.js";
import { publish, type Server, startServer } from "./harness/server.js";
import { type StockOptions, StockPage, stockPages } from "./harness/stock.js";

const EACH = 20;
const LAST = "the last";

let pages: Awaited<ReturnType<typeof stockPages>>;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  pages = await stockPages();
  server = await startServer({ pages: pages.directory });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await pages?.remove();
});

/** What pages/delivery.js puts into its page. */
declare const delivery: {
  open(channel: string, transports: null): Promise<unknown>;
  received: Array<{ data: string }>;
};

async function openOurs(channel: string): Promise<() => Promise<string[]>> {
  const page = await openPage(browser, `${server.origin}/delivery.html`);
  await page.evaluate((name) => delivery.open(name, null), channel);
  return async () => {
    await page.waitForFunction((last) => delivery.received.some(({ data }) => data === last), LAST);
    return page.evaluate(() => delivery.received.map(({ data }) => data));
  };
}

async function expectAllEverywhere(channel: string, stock: readonly StockPage[]): Promise<void> {
  const ours = await openOurs(channel);
  for (let number = 1; number <= EACH; number++) {
    for (const page of stock) await page.publish(`${page.name} ${number}`);
    await publish(server.origin, channel, `REST ${number}`);
  }
  // What the pages have sent by POST is on its way; only when all of it is there may the last be published.
  for (const page of stock) await page.untilCount(EACH * (stock.length + 1));
  await publish(server.origin, channel, LAST);

  const expected = await ours();
  const senders = [...stock.map(({ name }) => name), "REST"];
  const everything = senders.flatMap((from) => Array.from({ length: EACH }, (_, index) => `${from} ${index + 1}`));
  expect([...expected].sort()).toEqual([...everything, LAST].sort());
  for (const page of stock) {
    expect(await page.until(LAST), page.name).toEqual({ received: expected, errors: [] });
    await page.close();
  }
}

describe("stock atmosphere.js", () => {
  it.each<StockOptions>([
    { transport: "websocket" },
    { transport: "sse" },
    { transport: "websocket", enableProtocol: true },
    { transport: "sse", enableProtocol: true },
    { transport: "long-polling", enableProtocol: true },
    { transport: "websocket", enableProtocol: true, trackMessageLength: true },
    { transport: "sse", enableProtocol: true, trackMessageLength: true },
    { transport: "long-polling", enableProtocol: true, trackMessageLength: true },
  ])("gets everything once and in order: %j", async (options) => {
    const { transport, enableProtocol = false, trackMessageLength = false } = options;
    const channel = `stock-${transport}-${enableProtocol}-${trackMessageLength}`;

    await expectAllEverywhere(channel, [await StockPage.open(browser, server.origin, channel, options)]);
  });

  it("on three pages with three transports: all get the same in one order", async () => {
    const channel = "stock-all";
    const transports = ["websocket", "sse", "long-polling"] as const;
    const stock: StockPage[] = [];
    for (const transport of transports) {
      stock.push(await StockPage.open(browser, server.origin, channel, { transport, enableProtocol: true }));
    }

    await expectAllEverywhere(channel, stock);
  });
});
