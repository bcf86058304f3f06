/** A network that is offered some transports only, and what the server's metrics say of what pages have tried. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { TransportName } from "../src/index.js";
import { openPage, startBrowser } from "./harness/browser.js";
import type { Connected } from "./harness/delivery.js";
import { type Nginx, startNginx } from "./harness/nginx.js";
import { type Server, startServer } from "./harness/server.js";

/** What pages/delivery.js puts into its page. */
interface PageSide {
  open(channel: string, transports: readonly TransportName[] | null): Promise<Connected>;
}

declare const delivery: PageSide;

/** How long a metric may take to show what has happened, in ms; a busy machine is slow. */
const PATIENCE = { timeout: 60_000, interval: 500 };

let browser: Browser;
let server: Server;
let nginx: Nginx | undefined;
let directory: string;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser?.close());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "windsock-offered-"));
  nginx = undefined;
});

afterEach(async () => {
  await nginx?.stop();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function started(toml: string): Promise<void> {
  const config = join(directory, "windsock.toml");
  await writeFile(config, toml);
  const pages = join(import.meta.dirname, "pages");
  server = await startServer({ pages, args: ["--config", config, "--ping", "1s", "--lease", "2s"] });
}

const connect = (page: Page) => page.evaluate(() => delivery.open("offered", null));

/** The value of a sample, 0 where there is none. */
async function metric(sample: string): Promise<number> {
  const page = await (await fetch(`${server.origin}/metrics`)).text();
  const line = page.split("\n").find((one) => one.startsWith(`${sample} `));
  return Number(line?.slice(sample.length) ?? 0);
}

test("a page does not try again what its network is not offered, and does not take it for blocked", async () => {
  await started('[[networks]]\ncidr = "127.0.0.0/8"\ntransports = ["sse", "polling"]\n');
  const page = await openPage(browser, `${server.origin}/delivery.html`);
  expect(await connect(page)).toMatchObject({ transport: "sse", failed: [{ transport: "websocket" }] });
  // It has had the time to try for a better one when the answers to pings have said so much.
  await expect
    .poll(() => metric('windsock_client_negotiation_seconds_count{outcome="carried",transport="sse"}'), PATIENCE)
    .toBe(1);
  await page.reload();
  expect(await connect(page)).toMatchObject({ transport: "sse", failed: [] });
  expect(await metric('windsock_refused_total{code="transport-not-offered"}')).toBe(1);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("blocked");
});

test("a page that cannot use WebSocket is counted, with why", async () => {
  await started("");
  nginx = await startNginx(server.port);
  const page = await openPage(browser, `${nginx.origin}/delivery.html`);
  expect(await connect(page)).toMatchObject({ transport: "sse" });
  const cause = 'cause="refused",from="websocket",to="sse"';
  await expect.poll(() => metric(`windsock_client_fallbacks_total{${cause}}`), PATIENCE).toBe(1);
  await expect
    .poll(() => metric('windsock_client_blocked_total{cause="refused",transport="websocket"}'), PATIENCE)
    .toBeGreaterThan(0);
  expect(await metric('windsock_connections{transport="sse"}')).toBe(1);
});

test("a page on a good network is counted once, by its answer to a ping", async () => {
  await started("");
  const page = await openPage(browser, `${server.origin}/delivery.html`);
  expect(await connect(page)).toMatchObject({ transport: "websocket" });
  const carried = 'windsock_client_negotiation_seconds_count{outcome="carried",transport="websocket"}';
  await expect.poll(() => metric(carried), PATIENCE).toBe(1);
  expect(await metric('windsock_connections{transport="websocket"}')).toBe(1);
});
