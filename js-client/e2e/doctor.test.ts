/** The doctor in hostile networks: its page in Chromium, and the command line as a process, must find the same. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "./harness/browser.js";
import { awaitOutput, type Child, start } from "./harness/child.js";
import { type Server, startServer } from "./harness/server.js";

const LAB = join(import.meta.dirname, "../../lab/run");
const JAR = resolve(process.env["WINDSOCK_JAR"] ?? join(import.meta.dirname, "../../server/target/windsock.jar"));

let server: Server;
let browser: Browser;
let network: Child | undefined;

beforeAll(async () => {
  server = await startServer({});
  browser = await startBrowser();
});

afterEach(async () => {
  await network?.stop();
  network = undefined;
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** What was found, however it was found. */
interface Findings {
  readonly headline: string;
  readonly level: number;
  readonly verdicts: Readonly<Record<string, string>>;
  readonly says: Readonly<Record<string, string>>;
}

/** Puts a case of the lab before the server. */
async function behind(steps: readonly string[]): Promise<string> {
  if (steps.length === 0) return server.origin;
  const lab = start(LAB, ["proxy", ...steps, "--upstream", server.origin]);
  network = lab;
  const [, origin = ""] = await awaitOutput(lab, /Open (http\S+) [\s\S]*What happens/);
  return origin;
}

async function byPage(origin: string): Promise<Findings> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(100_000);
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(`${origin}/doctor`);
  await page.waitForSelector("html[data-examined]");
  const found = await page.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>("#rows > li")];
    const of = (read: (row: HTMLElement) => string): Record<string, string> =>
      Object.fromEntries(rows.map((row) => [row.dataset["check"] ?? "", read(row)]));
    return {
      headline: document.querySelector("#headline")?.textContent ?? "",
      level: Number(document.querySelector<HTMLElement>("#result")?.dataset["level"]),
      verdicts: of((row) => row.querySelector(".verdict")?.classList[1] ?? ""),
      says: of((row) => row.querySelector("p:not(.dim)")?.textContent ?? ""),
    };
  });
  await page.click("#copy");
  await page.waitForFunction(() => /^Copied|^Marked/.test(document.querySelector("#copied")?.textContent ?? ""));
  await context.close();
  return found;
}

async function byCommandLine(origin: string): Promise<Findings & { readonly exit: number }> {
  const home = process.env["JAVA_HOME"];
  const java = home === undefined ? "java" : join(home, "bin", "java");
  if (!existsSync(JAR)) throw new Error(`No server at ${JAR}: build it first, or name one by WINDSOCK_JAR`);
  const script = 'no_proxy="*" "$@"; echo "exit $?"';
  const child = start("/bin/sh", ["-c", script, "sh", java, "-jar", JAR, "doctor", "--json", origin]);
  const [, json = "", exit] = await awaitOutput(child, /^(\{.*\})\nexit (\d)$/m);
  const { headline, level, checks } = JSON.parse(json) as {
    headline: string;
    level: number;
    checks: ReadonlyArray<{ check: string; verdict: string; says: string }>;
  };
  const verdicts = Object.fromEntries(checks.map(({ check, verdict }) => [check, verdict]));
  const says = Object.fromEntries(checks.map(({ check, says }) => [check, says]));
  return { headline, level, verdicts, says, exit: Number(exit) };
}

const GOOD = { http: "good", websocket: "good", sse: "good", polling: "good", posts: "good", cache: "good" };

interface Expected {
  readonly name: string;
  readonly headline: string;
  readonly level: number;
  readonly verdicts: Readonly<Record<string, string>>;
  /** What is said of these, by both. */
  readonly says: Readonly<Record<string, RegExp>>;
}

const CASES: readonly Expected[] = [
  { name: "no obstacle", headline: "over WebSocket", level: 0, verdicts: GOOD, says: { websocket: /It opens/ } },
  {
    name: "F1",
    headline: "over server-sent events",
    level: 1,
    verdicts: { ...GOOD, websocket: "bad" },
    says: { websocket: /was refused|answered 403 \(forbidden\)/ },
  },
  {
    name: "F2",
    headline: "over server-sent events",
    level: 1,
    verdicts: { ...GOOD, websocket: "bad" },
    says: { websocket: /got no answer/ },
  },
  {
    name: "F3",
    headline: "over server-sent events",
    level: 1,
    verdicts: { ...GOOD, websocket: "bad" },
    says: { websocket: /no message comes through/ },
  },
  {
    name: "F1 F7",
    headline: "over long polling",
    level: 1,
    verdicts: { ...GOOD, websocket: "bad", sse: "bad" },
    says: { sse: /before it ends/ },
  },
  {
    name: "F7:lump=8400",
    headline: "over WebSocket",
    level: 1,
    verdicts: { ...GOOD, sse: "partly" },
    says: { sse: /once 8 kB of filler went before/ },
  },
  {
    name: "F8",
    headline: "over WebSocket",
    level: 1,
    verdicts: { ...GOOD, sse: "bad" },
    says: { sse: /only when the next one follows/ },
  },
  {
    name: "F11",
    headline: "over WebSocket",
    level: 1,
    verdicts: { ...GOOD, posts: "partly" },
    says: { posts: /did reach the server and were then answered 502/ },
  },
  {
    name: "F22",
    headline: "over WebSocket",
    level: 1,
    verdicts: { ...GOOD, cache: "partly" },
    says: { cache: /the same answer came twice/ },
  },
];

describe("the doctor finds", () => {
  it.each(CASES)("$name: $headline", async ({ name, headline, level, verdicts, says }) => {
    const origin = await behind(name === "no obstacle" ? [] : name.split(" "));

    const [page, command] = await Promise.all([byPage(origin), byCommandLine(origin)]);

    for (const found of [page, command]) {
      expect(found.verdicts, JSON.stringify(found.says)).toMatchObject(verdicts);
      expect(found.headline).toContain(headline);
      expect(found.level, JSON.stringify(found.says)).toBe(level);
      for (const [check, wanted] of Object.entries(says)) expect(found.says[check]).toMatch(wanted);
    }
    expect(command.exit).toBe(level);
  });
});

it("is not there where it was switched off", async () => {
  const without = await startServer({ args: ["--no-doctor"] });
  try {
    for (const path of ["/doctor", "/doctor/echo"]) expect((await fetch(without.origin + path)).status).toBe(404);
  } finally {
    await without.stop();
  }
});
