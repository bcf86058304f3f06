/** The time to the first message where nothing is in the way: the client beside a bare WebSocket, on the same page. */
import type { BrowserKind, RunningBrowser, Tab } from "../browsers/index.js";
import { buildNetwork } from "../cases/build.js";
import { parseSteps } from "../cases/steps.js";
import { local } from "../network/address.js";
import { httpLayer } from "../network/http.js";
import { startNetwork } from "../network/network.js";
import { Schedule } from "../network/schedule.js";
import { windsock } from "../products/index.js";
import type { FirstMessage } from "../table/results.js";

/** What is not counted, and for what it is counted which connections are opened. */
const WARM_UP = 5;
const COUNTED = 5;

/** A message waits in it. */
export const CHANNEL = "first";

/** Takes turns, so many times each, on this network; then counts what the client opens. */
export async function firstMessage(kind: BrowserKind, steps: string, times: number): Promise<FirstMessage> {
  const server = await windsock.start(false);
  let browser: RunningBrowser | undefined;
  try {
    browser = await kind.start(undefined);
    await server.publish(CHANNEL, { from: "server", n: 1 });
    const turns = await through(steps, server.port, browser, (page) => takeTurns(page, times));
    return { browser: kind.id, network: steps, ...turns, opened: await openedBy(browser, server.port, COUNTED) };
  } finally {
    await browser?.stop();
    await server.stop();
  }
}

/** Opens the page through the network, or where there are no steps without anything between. */
async function through<T>(
  steps: string,
  port: number,
  browser: RunningBrowser,
  use: (page: Tab) => Promise<T>,
): Promise<T> {
  if (steps === "") return use(await openPage(browser, port));
  const network = await buildNetwork(parseSteps(steps.split(" ")), { targets: [local(port)], tell: () => {} });
  try {
    return await use(await openPage(browser, network.port));
  } finally {
    await network.stop();
  }
}

async function takeTurns(page: Tab, times: number): Promise<Pick<FirstMessage, "bare" | "client">> {
  const took: { bare: number[]; client: number[] } = { bare: [], client: [] };
  for (let turn = -WARM_UP; turn < times; turn++) {
    // Who is second has it warmer.
    const order = turn % 2 === 0 ? (["bare", "client"] as const) : (["client", "bare"] as const);
    for (const method of order) {
      const time = Math.round((await page.call<number>(method)) * 100) / 100;
      if (turn >= 0) took[method].push(time);
    }
  }
  return took;
}

async function openPage(browser: RunningBrowser, port: number): Promise<Tab> {
  const profile = await browser.profile();
  return profile.open(`http://127.0.0.1:${port}/first-message.html?channel=${CHANNEL}`);
}

/**
 * What comes by when the client connects, and in the time thereafter in which it might open something else: that is `next`
 * ms, where it is given.
 */
export async function openedBy(
  browser: RunningBrowser,
  port: number,
  times: number,
  next?: number,
): Promise<string[][]> {
  let seen: string[] = [];
  const counting = httpLayer(() => ({
    upgrade: ({ pass }) => {
      seen.push("websocket");
      pass();
    },
    request: ({ incoming }) => {
      if (incoming.url === "/windsock") seen.push(String(incoming.method));
      return true;
    },
  }));
  const surroundings = { schedule: new Schedule(), tell: () => {}, listen: { host: "127.0.0.1", port: 0 } };
  const network = await startNetwork([counting], { ...surroundings, targets: [local(port)] });
  try {
    const page = await openPage(browser, network.port);
    const opened: string[][] = [];
    for (let turn = 0; turn < times; turn++) {
      seen = [];
      await page.call("client", next);
      opened.push(seen);
    }
    return opened;
  } finally {
    await network.stop();
  }
}
