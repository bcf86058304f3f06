/** Windsock's jar. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Product, RunningServer } from "./product.js";
import { startProcess } from "./server-process.js";

const HERE = import.meta.dirname;

export const windsock: Product = {
  id: "windsock",
  title: "Windsock",
  page: "/windsock.html",
  shared: true,
  start: (lasting) => startWindsock([], lasting),
};

/** Starts it with these flags for the JVM; `lasting` with its logs on disk. */
export async function startWindsock(flags: readonly string[], lasting = false): Promise<RunningServer> {
  const jar = resolve(process.env["WINDSOCK_JAR"] ?? join(HERE, "../../../server/target/windsock.jar"));
  if (!existsSync(jar))
    throw new Error(`No server at ${jar}: build it first (./windsock), or name one by WINDSOCK_JAR`);
  const home = process.env["JAVA_HOME"];
  const data = lasting ? await mkdtemp(join(tmpdir(), "lab-windsock-")) : undefined;
  const options = ["--pages", join(HERE, "../../pages"), ...(data ? ["--data", data] : [])];
  const server = await startProcess({
    command: home === undefined ? "java" : join(home, "bin", "java"),
    args: (port) => [...flags, "-jar", jar, "--port", String(port), ...options],
    ready: /listens on http:\/\/\S+:(\d+)\s/,
    path: (channel) => `/api/v1/channels/${channel}/messages`,
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    if (data) await rm(data, { recursive: true, force: true });
  };
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    stop,
  };
}
