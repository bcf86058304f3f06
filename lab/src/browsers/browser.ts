/** A browser that the lab drives: whichever it is, pages are opened, and their `lab` is called. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** A page. */
export interface Tab {
  /** Calls a method of the page's `lab`. */
  call<T>(method: string, argument?: unknown): Promise<T>;
}

/** Tabs that share a profile: cookies, caches and connections. */
export interface Profile {
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** A browser that runs. */
export interface RunningBrowser {
  /** A new profile that shares nothing with others. */
  profile(): Promise<Profile>;
  /** The first of its processes. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** How to start one. */
export interface BrowserKind {
  readonly id: "chromium" | "firefox" | "webkit";
  readonly title: string;
  readonly packaged: string;
  /** Whether it can have several profiles at once. */
  readonly shared: boolean;
  installed(): boolean;
  /** What it says of itself; empty where it is not there. */
  version(): string;
  /** Starts it; with the port of a forward proxy, all goes through that, loopback too. */
  start(forwardProxy: number | undefined): Promise<RunningBrowser>;
}

/** The first of these files that there is. */
export function firstOf(paths: ReadonlyArray<string | undefined>): string | undefined {
  return paths.find((path) => path !== undefined && existsSync(path));
}

/** How long a page may take to load, in ms. */
export const LOAD_LIMIT = 30_000;

/** What is run in the page. */
export function expression(method: string, argument: unknown): string {
  return `lab.${method}(${argument === undefined ? "" : JSON.stringify(argument)})`;
}

/** The number in what a program says to `--version`, or to these arguments. */
export function versionOf(path: string | undefined, args: readonly string[] = ["--version"]): string {
  if (path === undefined) return "";
  return /\d+[\d.]+/.exec(execFileSync(path, args, { encoding: "utf8", stdio: "pipe" }))?.[0] ?? "";
}
