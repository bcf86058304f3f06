/** The server's jar, in a process of its own. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { History, Position, Recorded } from "../../src/index.js";
import { awaitOutput, type Child, start } from "./child.js";

/** How long a server may take to answer, in ms; a busy machine is slow. */
const PATIENCE = 60_000;

/** A running server. */
export interface Server extends Child {
  readonly port: number;
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
}

/** How it is started. */
export interface ServerOptions {
  /** The directory of pages that it serves. */
  readonly pages?: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** More of its options, as they are written on the command line. */
  readonly args?: readonly string[];
}

/** Starts the server. */
export async function startServer({ pages, port: wanted = 0, args = [] }: ServerOptions): Promise<Server> {
  const jar = resolve(process.env["WINDSOCK_JAR"] ?? join(import.meta.dirname, "../../../server/target/windsock.jar"));
  if (!existsSync(jar)) throw new Error(`No server at ${jar}: build it first, or name one by WINDSOCK_JAR`);
  const home = process.env["JAVA_HOME"];
  const java = home === undefined ? "java" : join(home, "bin", "java");
  const shown = pages === undefined ? [] : ["--pages", pages];
  const child = start(java, ["-jar", jar, "--port", String(wanted), ...shown, ...args]);
  const [, port] = await awaitOutput(child, /listens on http:\/\/\S+:(\d+)\s/);
  return {
    output: child.output,
    stop: child.stop,
    kill: child.kill,
    port: Number(port),
    origin: `http://127.0.0.1:${port}`,
  };
}

/** Publishes one message by REST; returns where it is. */
export async function publish(origin: string, channel: string, data: unknown): Promise<Position> {
  const { epoch, offset } = await post<Position>(`${origin}/api/v1/channels/${channel}/messages`, data, 201);
  return { epoch, offset };
}

/** Publishes several messages to one channel by one request; returns where they are. */
export async function publishBatch(origin: string, channel: string, batch: readonly unknown[]): Promise<Position[]> {
  const messages = batch.map((data) => ({ channel, data }));
  const { results } = await post<BatchAnswer>(`${origin}/api/v1/messages`, { messages }, 200);
  return results.map(({ publications: [{ epoch, offset }] }) => ({ epoch, offset }));
}

interface BatchAnswer {
  readonly results: ReadonlyArray<{ readonly publications: readonly [Position] }>;
}

/** All that a channel's log has, oldest first. */
export async function readLog(origin: string, channel: string): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (let more = true; more; ) {
    const last = all.at(-1);
    const since = last ? `&since=${last.epoch}:${last.offset}` : "";
    const url = `${origin}/api/v1/channels/${channel}/messages?limit=1000${since}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    const page = (await response.json()) as History;
    all.push(...page.publications);
    more = page.more && page.publications.length > 0;
  }
  return all;
}

async function post<T>(url: string, body: unknown, expected: number): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const text = await response.text();
  if (response.status !== expected) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
