/** Three pages, each held to one transport, get the same. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "./harness/browser.js";
import { expectDelivery, Follower } from "./harness/delivery.js";
import { type Server, startServer } from "./harness/server.js";

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

describe("in a network that lets everything through", () => {
  it("three pages, each held to one transport, get every message once and in one order", async () => {
    const channel = "delivery";
    const followers = [
      await Follower.open(browser, server.origin, channel, ["websocket"]),
      await Follower.open(browser, server.origin, channel, ["sse"]),
      await Follower.open(browser, server.origin, channel, ["polling"]),
    ];
    expect(followers.map(({ connected }) => connected.transport)).toEqual(["websocket", "sse", "polling"]);

    await expectDelivery(followers, { api: server.origin, channel, byRest: 1_000, byEachPage: 100 });
  });

  it("a page held to nothing is on a WebSocket", async () => {
    const follower = await Follower.open(browser, server.origin, "free");

    expect(follower.connected).toMatchObject({ transport: "websocket", failed: [] });
  });
});
