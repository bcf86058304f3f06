/** Windsock's jar. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Product, RunningServer } from "./product.js";
import { startProcess } from "./server-process.js";

const HERE = import.meta.dirname;

export const windsock: Product = {
  id: "windsock",
  title: "Windsock",
  page: "/windsock.html",
  shared: true,
  start: () => startWindsock([]),
};

/** Starts it with these flags for the JVM. */
export function startWindsock(flags: readonly string[]): Promise<RunningServer> {
  const jar = resolve(process.env["WINDSOCK_JAR"] ?? join(HERE, "../../../server/target/windsock.jar"));
  if (!existsSync(jar))
    throw new Error(`No server at ${jar}: build it first (./windsock), or name one by WINDSOCK_JAR`);
  const home = process.env["JAVA_HOME"];
  return startProcess({
    command: home === undefined ? "java" : join(home, "bin", "java"),
    args: (port) => [...flags, "-jar", jar, "--port", String(port), "--pages", join(HERE, "../../pages")],
    ready: /listens on http:\/\/\S+:(\d+)\s/,
    path: (channel) => `/api/v1/channels/${channel}/messages`,
  });
}
