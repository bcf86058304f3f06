/** Pages with stock atmosphere.js, as the package comes. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openPage } from "./browser.js";

/** What a page asks atmosphere.js for, beside the URL; the rest is its default. */
export interface StockOptions {
  readonly transport: "websocket" | "sse" | "long-polling";
  readonly enableProtocol?: boolean;
  readonly trackMessageLength?: boolean;
}

/** What pages/atmosphere.js puts into its page. */
interface PageSide {
  open(channel: string, options: StockOptions): Promise<void>;
  publish(text: string): void;
  close(): Promise<void>;
  untilCount(count: number): Promise<void>;
  until(text: string): Promise<{ received: string[]; errors: string[] }>;
}

declare const stock: PageSide;

/** The test's pages and atmosphere.js beside them, in a directory of their own. */
export async function stockPages(): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "windsock-pages-"));
  await cp(join(import.meta.dirname, "../pages"), directory, { recursive: true });
  const dist = dirname(createRequire(import.meta.url).resolve("atmosphere.js"));
  await cp(join(dist, "atmosphere.global.js"), join(directory, "atmosphere.global.js"));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** A page on which stock atmosphere.js follows a channel. */
export class StockPage {
  readonly name: string;
  readonly #page: Page;

  private constructor(name: string, page: Page) {
    this.name = name;
    this.#page = page;
  }

  /** Opens it; resolves when atmosphere.js says `open`. */
  static async open(browser: Browser, origin: string, channel: string, options: StockOptions): Promise<StockPage> {
    const page = await openPage(browser, `${origin}/atmosphere.html`);
    await page.evaluate(([name, how]) => stock.open(name, how), [channel, options] as const);
    return new StockPage(options.transport, page);
  }

  publish(text: string): Promise<void> {
    return this.#page.evaluate((message) => stock.publish(message), text);
  }

  untilCount(count: number): Promise<void> {
    return this.#page.evaluate((wanted) => stock.untilCount(wanted), count);
  }

  /** What it has been given when this text has come. */
  until(text: string): Promise<{ received: string[]; errors: string[] }> {
    return this.#page.evaluate((message) => stock.until(message), text);
  }

  close(): Promise<void> {
    return this.#page.evaluate(() => stock.close());
  }
}
