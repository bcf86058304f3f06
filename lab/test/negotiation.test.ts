/** What the table does not show of the client: that it opens no more than it needs, and what it remembers. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { chromium, type RunningBrowser, type Tab } from "../src/browsers/index.js";
import { buildNetwork } from "../src/cases/build.js";
import { parseSteps } from "../src/cases/steps.js";
import { CHANNEL, openedBy } from "../src/measure/first-message.js";
import type { Outcome } from "../src/measure/run.js";
import { local } from "../src/network/address.js";
import { type RunningServer, windsock } from "../src/products/index.js";

let server: RunningServer;
let browser: RunningBrowser;

beforeAll(async () => {
  server = await windsock.start(false);
  browser = await chromium.start(undefined);
});

afterAll(async () => {
  await browser?.stop();
  await server?.stop();
});

it("on a network without obstacles the WebSocket is all that is opened", async () => {
  await server.publish(CHANNEL, { from: "server", n: 1 });

  // A machine that is busy may take longer than half a second.
  expect(await openedBy(browser, server.port, 1, 5_000)).toEqual([["websocket"]]);
});

it("a page that is loaded again remembers what is blocked, and says why", async () => {
  const network = await buildNetwork(parseSteps(["F1"]), { targets: [local(server.port)], tell: () => {} });
  const profile = await browser.profile();
  const url = `http://127.0.0.1:${network.port}${windsock.page}?channel=again&tabs=false`;
  const report = (tab: Tab): Promise<Outcome> => tab.call("report");
  try {
    const before = await profile.open(url);
    await before.call("start");
    await expect.poll(async () => (await report(before)).blocked, { timeout: 60_000 }).toEqual(["websocket"]);

    const again = await profile.open(url);
    await again.call("start");

    await expect.poll(async () => (await report(again)).transport, { timeout: 60_000 }).toBe("sse");
    const [first] = (await report(again)).events;
    expect(first).toMatchObject({ name: "connected", detail: { failed: [] } });
  } finally {
    await profile.close();
    await network.stop();
  }
});
