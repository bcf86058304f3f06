/** The server's jar, in a process of its own. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { awaitOutput, type Child, start } from "./child.js";

/** A running server. */
export interface Server extends Child {
  readonly port: number;
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
}

/** Starts the server on a free port; it serves the pages of this directory. */
export async function startServer(options: { pages: string }): Promise<Server> {
  const jar = resolve(process.env["WINDSOCK_JAR"] ?? join(import.meta.dirname, "../../../server/target/windsock.jar"));
  if (!existsSync(jar)) throw new Error(`No server at ${jar}: build it first, or name one by WINDSOCK_JAR`);
  const home = process.env["JAVA_HOME"];
  const java = home === undefined ? "java" : join(home, "bin", "java");
  const child = start(java, ["-jar", jar, "--port", "0", "--pages", options.pages]);
  const [, port] = await awaitOutput(child, /listens on http:\/\/\S+:(\d+)\s/);
  return { output: child.output, stop: child.stop, port: Number(port), origin: `http://127.0.0.1:${port}` };
}

/** Publishes one message by REST. */
export async function publish(origin: string, channel: string, data: unknown): Promise<void> {
  await post(`${origin}/api/v1/channels/${channel}/messages`, data, 201);
}

/** Publishes several messages to one channel by one request. */
export async function publishBatch(origin: string, channel: string, batch: readonly unknown[]): Promise<void> {
  await post(`${origin}/api/v1/messages`, { messages: batch.map((data) => ({ channel, data })) }, 200);
}

async function post(url: string, body: unknown, expected: number): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== expected) throw new Error(`${url} answered ${response.status}: ${text}`);
}
