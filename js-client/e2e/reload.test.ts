/** A page that is loaded again while messages pass both ways: it goes on as the same client, and nothing is lost. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TransportName } from "../src/index.js";
import { openPage, startBrowser } from "./harness/browser.js";
import { publish, type Server, startServer } from "./harness/server.js";

const RELOADS = 5;
/** Between two loads: by the page, how many of them without a reply yet, and by REST while it is away. */
const BY_PAGE = 30;
const UNAWAITED = 20;
const BY_REST = 10;

/** What pages/reload.js puts into its page. */
interface PageSide {
  open(channel: string, transport: TransportName): Promise<string>;
  publish(channel: string, from: number, to: number, unawaited: number): Promise<void>;
  until(count: number): Promise<Array<[offset: number, data: number | string]>>;
}

declare const reload: PageSide;

let server: Server;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ pages: join(import.meta.dirname, "pages") });
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (page: Page, channel: string, transport: TransportName) =>
  page.evaluate(([name, by]) => reload.open(name, by), [channel, transport] as const);

test.each(["websocket", "sse", "polling"] as const)("over %s", async (transport) => {
  const channel = `reload-${transport}`;
  const page = await openPage(browser, `${server.origin}/reload.html`);
  const id = await open(page, channel, transport);
  for (let turn = 0; turn < RELOADS; turn++) {
    const [from, to] = [turn * BY_PAGE + 1, (turn + 1) * BY_PAGE];
    await page.evaluate(([name, ...rest]) => reload.publish(name, ...rest), [channel, from, to, UNAWAITED] as const);
    const away = page.reload();
    for (let i = 0; i < BY_REST; i++) await publish(server.origin, channel, `rest ${turn} ${i}`);
    await away;
    expect(await open(page, channel, transport)).toBe(id);
  }
  const all = RELOADS * (BY_PAGE + BY_REST);
  const received = await page.evaluate((count) => reload.until(count), all);
  expect(received.map(([offset]) => offset)).toEqual(Array.from({ length: all }, (_, i) => i + 1));
  const own = received.map(([, data]) => data).filter((data) => typeof data === "number");
  expect(own).toEqual(Array.from({ length: RELOADS * BY_PAGE }, (_, i) => i + 1));
});

test("a tab that is opened with the storage of another is a client of its own", async () => {
  const page = await openPage(browser, `${server.origin}/reload.html`);
  const id = await open(page, "reload-twin", "websocket");
  await page.evaluate(() => sessionStorage.setItem("mark", "copied"));
  const [twin] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate(() => void globalThis.open(location.href)),
  ]);
  await twin.waitForLoadState();
  expect(await twin.evaluate(() => sessionStorage.getItem("mark"))).toBe("copied");
  expect(await open(twin, "reload-twin", "websocket")).not.toBe(id);
});
