/** WebKitGTK's MiniBrowser as the distribution has it, by WebDriver, on a display that nobody sees. */
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../intermediaries/intermediary.js";
import { type Child, start } from "../processes.js";
import { type BrowserKind, expression, firstOf, LOAD_LIMIT, type Tab, versionOf } from "./browser.js";

const findDriver = (): string | undefined => firstOf([process.env["WEBKIT_DRIVER"], "/usr/bin/WebKitWebDriver"]);
const findDisplay = (): string | undefined => firstOf(["/usr/bin/xvfb-run"]);
const findBrowser = (): string | undefined =>
  firstOf(["x86_64", "aarch64"].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`));

export const webkit: BrowserKind = {
  id: "webkit",
  title: "WebKitGTK",
  packaged: "webkit2gtk-driver xvfb xauth",
  shared: false,
  installed: () => Boolean(findDriver() && findDisplay() && findBrowser()),
  version: () => versionOf(findDisplay(), ["-a", findBrowser() ?? "", "--version"]),
  start: async (forwardProxy) => {
    const [driver, display, binary] = [findDriver(), findDisplay(), findBrowser()];
    if (!driver || !display || !binary) throw new Error("No WebKit: `apt-get install webkit2gtk-driver xvfb xauth`");
    const port = await freePort();
    const child = start(display, ["-a", driver, `--port=${port}`]);
    try {
      const { sessionId } = await newSession(`http://127.0.0.1:${port}`, child, binary, forwardProxy);
      return running(`http://127.0.0.1:${port}/session/${sessionId}`, child);
    } catch (error) {
      await child.stop();
      throw error;
    }
  },
};

function running(session: string, child: Child): Awaited<ReturnType<BrowserKind["start"]>> {
  let first = true;
  const open = async (url: string): Promise<Tab> => {
    if (!first) {
      const { handle } = await command<{ handle: string }>(`${session}/window/new`, { type: "tab" });
      await command(`${session}/window`, { handle });
    }
    first = false;
    const handle = await command<string>(`${session}/window`);
    await command(`${session}/url`, { url });
    return {
      call: async <T>(method: string, argument?: unknown) => {
        await command(`${session}/window`, { handle });
        const script = `const done = arguments[0]; Promise.resolve(${expression(method, argument)}).then(
          (value) => done(JSON.stringify(value ?? null)), (error) => done(JSON.stringify(String(error))))`;
        return JSON.parse(await command<string>(`${session}/execute/async`, { script, args: [] })) as T;
      },
    };
  };
  const stop = async (): Promise<void> => {
    await command(session, undefined, "DELETE").catch(() => {});
    await child.stop();
  };
  return { pid: child.pid, profile: async () => ({ open, close: async () => {} }), stop };
}

/** As soon as the driver listens. */
async function newSession(
  driver: string,
  child: Child,
  binary: string,
  forwardProxy: number | undefined,
): Promise<{ sessionId: string }> {
  let alive = true;
  void child.ended.then(() => {
    alive = false;
  });
  while (alive) {
    const answer = await fetch(`${driver}/status`).catch(() => undefined);
    await answer?.text();
    if (answer?.ok) break;
    await pause(50);
  }
  if (!alive) throw new Error(`The driver of WebKit ended:\n${child.output()}`);
  const address = `127.0.0.1:${forwardProxy}`;
  const proxy =
    forwardProxy === undefined ? {} : { proxy: { proxyType: "manual", httpProxy: address, sslProxy: address } };
  const timeouts = { script: 120_000, pageLoad: LOAD_LIMIT };
  const browserOptions = { binary, args: ["--automation"] };
  const alwaysMatch = { ...proxy, timeouts, "webkitgtk:browserOptions": browserOptions };
  return command(`${driver}/session`, { capabilities: { alwaysMatch } });
}

/** A command of WebDriver: a GET where it has no parameters. */
async function command<T>(url: string, parameters?: object, method = parameters ? "POST" : "GET"): Promise<T> {
  const body = parameters ? { body: JSON.stringify(parameters) } : {};
  const response = await fetch(url, { method, headers: { "Content-Type": "application/json" }, ...body });
  const { value } = (await response.json()) as { value: T & { message?: string } };
  if (!response.ok) throw new Error(`WebKit: ${value?.message ?? response.status}`);
  return value;
}
