/** Networks that refuse, swallow or silence WebSockets, and hold streams back: the page gets through by itself. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "./harness/browser.js";
import { expectDelivery, Follower } from "./harness/delivery.js";
import { type HostileProxy, type Streams, startHostileProxy, type Upgrades } from "./harness/hostile-proxy.js";
import { type Server, startServer } from "./harness/server.js";

let server: Server;
let browser: Browser;
let proxy: HostileProxy | undefined;

beforeAll(async () => {
  server = await startServer({ pages: join(import.meta.dirname, "pages") });
  browser = await startBrowser();
});

afterEach(async () => {
  await proxy?.stop();
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const UPGRADES: readonly Upgrades[] = [400, 403, 502, "reset", "swallow", "silent"];

describe.each(UPGRADES)("where an upgrade meets: %s", (upgrades) => {
  it.each([
    ["held", "polling"],
    ["pass", "sse"],
  ] as const)("and streams: %s, %s works", async (streams: Streams, works) => {
    proxy = await startHostileProxy(server.port, { upgrades, streams });
    const channel = `hostile-${upgrades}-${streams}`;

    const follower = await Follower.open(browser, proxy.origin, channel);

    expect(follower.connected.transport).toBe(works);
    expect(follower.connected.failed.map(({ transport }) => transport)).not.toContain(works);
    const [page] = await expectDelivery([follower], { api: server.origin, channel, byRest: 100, byEachPage: 20 });
    expect(page?.transport, "the transport in the end").toBe(works);
    console.log(
      `upgrades ${upgrades}, streams ${streams}: ${follower.describe()}; first message after ${Math.round(page?.firstAfter ?? 0)} ms`,
    );
  });
});
