/** What the negotiator does in a browser, in networks that are as they should be, that are not, and that change. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { TransportName } from "../src/index.js";
import { startBrowser } from "./harness/browser.js";
import { expectDelivery, Follower } from "./harness/delivery.js";
import { type HostileProxy, type Hostility, startHostileProxy } from "./harness/hostile-proxy.js";
import { type Server, startServer } from "./harness/server.js";

let server: Server;
let browser: Browser;
let proxy: HostileProxy;

beforeAll(async () => {
  server = await startServer({ pages: join(import.meta.dirname, "pages") });
  browser = await startBrowser();
});

afterEach(() => proxy.stop());

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(does: Hostility, channel: string, next?: number): Promise<Follower> {
  proxy = await startHostileProxy(server.port, does);
  const follower = await Follower.open(browser, proxy.origin, channel, undefined, next);
  console.log(`${JSON.stringify(does)}: ${follower.describe()}`);
  return follower;
}

const deliver = (follower: Follower, channel: string) =>
  expectDelivery([follower], { api: server.origin, channel, byRest: 100, byEachPage: 20 });

/** Awaits that the client, on this transport, reports such a finding. */
function found(follower: Follower, transport: TransportName, finding: object): Promise<void> {
  const findings = async () => (await follower.on(transport)).report.findings;
  return expect.poll(findings, { timeout: 25_000 }).toContainEqual(expect.objectContaining(finding));
}

describe("on a network without obstacles", () => {
  it("the WebSocket is all that is opened", async () => {
    // A machine that is busy may take longer than half a second.
    const follower = await open({ upgrades: "pass", streams: "pass" }, "clear", 20_000);

    await deliver(follower, "clear");

    expect(await follower.on("websocket")).toMatchObject({ story: ["websocket"] });
    expect(proxy.seen).toEqual({ upgrades: 1, posts: 0 });
  });
});

describe("where WebSockets are blocked", () => {
  it("and are no longer, the page goes over to one while all is delivered", async () => {
    const follower = await open({ upgrades: "swallow", streams: "held" }, "lifted");
    await follower.on("polling");
    const traffic = deliver(follower, "lifted");

    proxy.does = { upgrades: "pass", streams: "pass" };

    const { story } = await follower.on("websocket");
    expect(story.at(-1)).toMatch(/ to websocket$/);
    await traffic;
  });

  it("the page remembers it when it is loaded again, and says why", async () => {
    const follower = await open({ upgrades: 403, streams: "pass" }, "remembered");
    await found(follower, "sse", { transport: "websocket", what: "blocked" });

    const again = await follower.again("remembered");

    expect(again).toMatchObject({ transport: "sse", failed: [] });
  });

  it("by cutting them as soon as they are up, the page goes over to a stream and stays there", async () => {
    const follower = await open({ upgrades: "young", streams: "pass" }, "young");

    await found(follower, "sse", { transport: "websocket", detail: "died-young" });
    expect((await follower.on("sse")).story.at(-1)).toBe("sse");
  });
});

describe("where a stream runs one message late", () => {
  it("the page finds out, and goes over to long polling", async () => {
    const follower = await open({ upgrades: 502, streams: "late" }, "late");

    await found(follower, "polling", { transport: "sse", detail: "held-back" });
    await deliver(follower, "late");
  });
});
