/** Firefox as the distribution has it, by WebDriver BiDi. */
import puppeteer, { type BrowserContext } from "puppeteer-core";
import { type BrowserKind, expression, firstOf, LOAD_LIMIT, type Tab, versionOf } from "./browser.js";

const find = (): string | undefined => firstOf([process.env["FIREFOX"], "/usr/bin/firefox-esr", "/usr/bin/firefox"]);

/** A clock that tells more than whole ms. */
const CLOCK = { "privacy.reduceTimerPrecision": false };

/** Tabs in the background are no case of their own: their timers are not throttled. */
const FOREGROUND = {
  "dom.min_background_timeout_value": 4,
  "dom.timeout.enable_budget_timer_throttling": false,
  ...CLOCK,
};

function preferences(forwardProxy: number | undefined): Record<string, unknown> {
  if (forwardProxy === undefined) return FOREGROUND;
  return {
    ...FOREGROUND,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": forwardProxy,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": forwardProxy,
    "network.proxy.allow_hijacking_localhost": true,
    "network.proxy.no_proxies_on": "",
  };
}

export const firefox: BrowserKind = {
  id: "firefox",
  title: "Firefox ESR",
  packaged: "firefox-esr",
  shared: true,
  installed: () => find() !== undefined,
  version: () => versionOf(find()),
  start: async (forwardProxy) => {
    const executablePath = find();
    if (!executablePath) throw new Error("No Firefox: `apt-get install firefox-esr`, or name one by FIREFOX");
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath,
      headless: true,
      // The program handles them, and the browser ends with it.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
      extraPrefsFirefox: preferences(forwardProxy),
      protocolTimeout: 300_000,
      timeout: 120_000,
    });
    const inTurn = turns();
    return {
      pid: browser.process()?.pid,
      profile: async () => {
        const context = await inTurn(() => browser.createBrowserContext());
        return { open: (url) => open(context, inTurn, url), close: () => inTurn(() => context.close()) };
      },
      stop: () => browser.close(),
    };
  },
};

/** One action after the other: a page that opens while another profile closes may be gone at once. */
function turns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const next = last.then(action, action);
    last = next;
    return next;
  };
}

type InTurn = <T>(action: () => Promise<T>) => Promise<T>;

async function open(context: BrowserContext, inTurn: InTurn, url: string): Promise<Tab> {
  // A window for each: a tab behind another is hidden, which is no case of its own either.
  const page = await inTurn(() => context.newPage({ type: "window" }));
  await page.goto(url, { timeout: LOAD_LIMIT });
  return {
    call: async <T>(method: string, argument?: unknown) =>
      JSON.parse(String(await page.evaluate(inJson(expression(method, argument))))) as T,
  };
}

/** As JSON the result is one string, whatever it is made of. */
function inJson(text: string): string {
  return `Promise.resolve(${text}).then((value) => JSON.stringify(value ?? null))`;
}
