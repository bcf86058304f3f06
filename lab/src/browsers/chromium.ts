/** Chromium as the distribution has it, by its DevTools protocol. */
import { type BrowserContext, chromium as playwright } from "playwright-core";
import { type BrowserKind, expression, firstOf, LOAD_LIMIT, type Tab, versionOf } from "./browser.js";

const find = (): string | undefined =>
  firstOf([process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]);

export const chromium: BrowserKind = {
  id: "chromium",
  title: "Chromium",
  packaged: "chromium",
  shared: true,
  installed: () => find() !== undefined,
  version: () => versionOf(find()),
  start: async (forwardProxy) => {
    const executablePath = find();
    if (!executablePath) throw new Error("No Chromium: `apt-get install chromium`, or name one by CHROMIUM");
    const args = ["--no-sandbox", "--disable-dev-shm-usage"];
    if (forwardProxy !== undefined) {
      args.push(`--proxy-server=127.0.0.1:${forwardProxy}`, "--proxy-bypass-list=<-loopback>");
    }
    const server = await playwright.launchServer({ executablePath, args, ...LEAVE_SIGNALS });
    const browser = await playwright.connect(server.wsEndpoint());
    return {
      pid: server.process().pid,
      profile: async () => {
        const context = await browser.newContext();
        return { open: (url) => open(context, url), close: () => context.close() };
      },
      stop: async () => {
        await browser.close().catch(() => {});
        await server.kill();
      },
    };
  },
};

/** The program handles them, and a browser ends with it. */
const LEAVE_SIGNALS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

async function open(context: BrowserContext, url: string): Promise<Tab> {
  const page = await context.newPage();
  await page.goto(url, { timeout: LOAD_LIMIT });
  return { call: <T>(method: string, argument?: unknown) => page.evaluate<T>(expression(method, argument)) };
}
