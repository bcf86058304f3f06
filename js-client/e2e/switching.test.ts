/** A page that changes its transport again and again while messages pass: nobody notices. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TransportName } from "../src/index.js";
import { openPage, startBrowser } from "./harness/browser.js";
import { publish, publishBatch, type Server, startServer } from "./harness/server.js";

const SWITCHES = Number(process.env["SWITCHES"] ?? 200);
/** In the course of each change. */
const BY_REST = 245;
const BY_PAGE = 5;
const BATCH = 49;

/** What pages/switching.js puts into its page. */
interface PageSide {
  open(channel: string): Promise<void>;
  turn(transport: TransportName, publishes: number): Promise<TransportName>;
  until(
    offset: number,
  ): Promise<{ received: Array<[offset: number, from: string, number: number]>; events: unknown[] }>;
}

declare const switching: PageSide;

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

/** Publishes the messages of one turn; they are numbered through all turns. */
async function publishTurn(channel: string, turn: number): Promise<void> {
  for (let done = 0; done < BY_REST; done += BATCH) {
    const first = turn * BY_REST + done + 1;
    const batch = Array.from({ length: BATCH }, (_, index) => ({ from: "rest", number: first + index }));
    await publishBatch(server.origin, channel, batch);
  }
}

it(`a page that changes its transport ${SWITCHES} times gets all, once and in order`, {
  timeout: 600_000,
}, async () => {
  const channel = "switching";
  const page = await openPage(browser, `${server.origin}/switching.html`);
  await page.evaluate((name) => switching.open(name), channel);

  const order: readonly TransportName[] = ["sse", "polling", "websocket", "polling", "sse", "websocket"];
  for (let turn = 0; turn < SWITCHES; turn++) {
    const to = order[turn % order.length] as TransportName;
    const switched = page.evaluate(([name, count]) => switching.turn(name, count), [to, BY_PAGE] as const);
    const [transport] = await Promise.all([switched, publishTurn(channel, turn)]);
    expect(transport, `after change ${turn + 1}`).toBe(to);
  }

  const { offset } = await publish(server.origin, channel, { from: "end", number: 1 });
  const { received, events } = await page.evaluate((last) => switching.until(last), offset);
  const all = SWITCHES * (BY_REST + BY_PAGE) + 1;
  expect(events, "reconnects, gaps, errors").toEqual([]);
  expect(received.length, "messages").toBe(all);
  expect(
    received.every(([at], index) => at === index + 1),
    "each offset once and in order",
  ).toBe(true);
  for (const [sender, count] of [
    ["rest", SWITCHES * BY_REST],
    ["page", SWITCHES * BY_PAGE],
  ] as const) {
    const numbers = received.filter(([, from]) => from === sender).map(([, , number]) => number);
    expect(numbers.length, `of ${sender}`).toBe(count);
    expect(
      numbers.every((number, index) => number === index + 1),
      `in the order of ${sender}`,
    ).toBe(true);
  }
});
