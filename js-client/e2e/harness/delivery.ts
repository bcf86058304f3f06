/** Pages that follow one channel while REST and the pages themselves publish to it. */
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { FailedTransport, TransportName } from "../../src/index.js";
import { openPage } from "./browser.js";
import { publish, publishBatch } from "./server.js";

/** How a page got its connection. */
export interface Connected {
  readonly transport: TransportName;
  readonly failed: readonly FailedTransport[];
  /** From `connect()`, in ms. */
  readonly after: number;
}

/** What a page has in the end. */
export interface Received {
  readonly received: ReadonlyArray<{ readonly offset: number; readonly data: Message }>;
  readonly events: readonly unknown[];
  readonly transport: TransportName | undefined;
  readonly firstAfter: number;
}

interface Message {
  readonly from: string;
  readonly number: number;
  readonly last?: boolean;
}

/** What pages/delivery.js puts into its page. */
interface PageSide {
  open(channel: string, transports: readonly TransportName[] | null): Promise<Connected>;
  publish(channel: string, from: string, count: number): Promise<void>;
  untilLast(): Promise<Received>;
}

declare const delivery: PageSide;

/** A page that follows a channel. */
export class Follower {
  readonly name: string;
  readonly connected: Connected;
  readonly #page: Page;

  private constructor(name: string, page: Page, connected: Connected) {
    this.name = name;
    this.#page = page;
    this.connected = connected;
  }

  /** Opens the page at this origin; by these transports only, where they are given. */
  static async open(
    browser: Browser,
    origin: string,
    channel: string,
    transports?: readonly TransportName[],
  ): Promise<Follower> {
    const page = await openPage(browser, `${origin}/delivery.html`);
    const asked = transports ?? null;
    const connected = await page.evaluate(([name, only]) => delivery.open(name, only), [channel, asked] as const);
    return new Follower(transports?.join() ?? "free", page, connected);
  }

  /** For the log: nothing is asserted of times. */
  describe(): string {
    const { transport, after, failed } = this.connected;
    const before = failed.map((tried) => `${tried.transport}: ${tried.reason}`).join(", ");
    return `${transport} after ${Math.round(after)} ms${before === "" ? "" : ` (${before})`}`;
  }

  publish(channel: string, count: number): Promise<void> {
    return this.#page.evaluate(([name, from, many]) => delivery.publish(name, from, many), [
      channel,
      this.name,
      count,
    ] as const);
  }

  untilLast(): Promise<Received> {
    return this.#page.evaluate(() => delivery.untilLast());
  }
}

/** How much is published, and where REST is reached. */
export interface Traffic {
  readonly api: string;
  readonly channel: string;
  /** A multiple of 10: in each ten, one is published alone and nine as a batch. */
  readonly byRest: number;
  readonly byEachPage: number;
}

/** Publishes all that and one last message, and awaits it everywhere: the same in the same order, each once. */
export async function expectDelivery(followers: readonly Follower[], traffic: Traffic): Promise<Received[]> {
  const { api, channel, byRest, byEachPage } = traffic;
  await Promise.all([publishByRest(traffic), ...followers.map((page) => page.publish(channel, byEachPage))]);
  await publish(api, channel, { from: "rest", number: byRest + 1, last: true });

  const all = await Promise.all(followers.map((page) => page.untilLast()));
  const expected = expectedMessages(followers, byRest, byEachPage);
  for (const [index, page] of all.entries()) {
    const name = followers[index]?.name;
    expect(page.events, `${name}: reconnects, gaps, errors`).toEqual([]);
    expect(page.received, `${name}: the same as the first page`).toEqual(all[0]?.received);
    expect(
      page.received.map(({ offset }) => offset),
      `${name}: offsets`,
    ).toEqual(page.received.map((_, place) => place + 1));
    expect(page.received.map(({ data }) => `${data.from} ${data.number}`).sort(), `${name}: messages`).toEqual(
      expected,
    );
    expectOrderOfEachSender(page);
  }
  return all;
}

async function publishByRest({ api, channel, byRest }: Traffic): Promise<void> {
  for (let number = 1; number <= byRest; number += 10) {
    await publish(api, channel, { from: "rest", number });
    const rest = Array.from({ length: 9 }, (_, index) => ({ from: "rest", number: number + 1 + index }));
    await publishBatch(api, channel, rest);
  }
}

function expectedMessages(followers: readonly Follower[], byRest: number, byEachPage: number): string[] {
  const numbered = (from: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${from} ${index + 1}`);
  return [...numbered("rest", byRest + 1), ...followers.flatMap(({ name }) => numbered(name, byEachPage))].sort();
}

function expectOrderOfEachSender(page: Received): void {
  const last = new Map<string, number>();
  for (const { data } of page.received) {
    expect(data.number, `after ${last.get(data.from)} of ${data.from}`).toBe((last.get(data.from) ?? 0) + 1);
    last.set(data.from, data.number);
  }
}
