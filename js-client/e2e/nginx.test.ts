/** The same behind a reverse proxy that nobody has set up for us: it passes no upgrade, and it buffers. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "./harness/browser.js";
import { expectDelivery, Follower } from "./harness/delivery.js";
import { type Nginx, startNginx } from "./harness/nginx.js";
import { type Server, startServer } from "./harness/server.js";

let server: Server;
let nginx: Nginx;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ pages: join(import.meta.dirname, "pages") });
  nginx = await startNginx(server.port);
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await nginx?.stop();
  await server?.stop();
});

describe("behind nginx with its default settings", () => {
  it("a page held to nothing finds a transport, and all pages get every message once and in one order", async () => {
    const channel = "nginx";
    const free = await Follower.open(browser, nginx.origin, channel);
    console.log(`nginx: ${free.describe()}`);
    expect(free.connected.transport).not.toBe("websocket");
    expect(free.connected.failed).toMatchObject([{ transport: "websocket" }]);

    const followers = [
      free,
      await Follower.open(browser, nginx.origin, channel, ["sse"]),
      await Follower.open(browser, nginx.origin, channel, ["polling"]),
    ];
    await expectDelivery(followers, { api: nginx.origin, channel, byRest: 1_000, byEachPage: 100 });
  });
});
