import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { Windsock } from "../src/index.js";
import { MiniServer } from "./support/mini-server.js";

const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => (...args: unknown[]) => Promise<void>;

test("the snippets of docs/client.md run, one after the other", async () => {
  const text = readFileSync(new URL("../../docs/client.md", import.meta.url), "utf8");
  const snippets = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  expect(snippets.length).toBeGreaterThan(4);
  const server = new MiniServer();
  const url = await server.start();
  vi.stubGlobal("location", { href: url });
  const said: unknown[][] = [];
  const say = (...words: unknown[]) => void said.push(words);
  const code = snippets
    .join("")
    .replace(/^import .*$/gm, "")
    .replaceAll("http://localhost:8080/windsock", url);
  try {
    await new AsyncFunction("Windsock", "WebSocket", "console", code)(Windsock, WebSocket, { log: say, warn: say });
  } finally {
    vi.unstubAllGlobals();
    await server.stop();
  }
  expect(server.logs.of("news")).toEqual([{ text: "hello" }, { text: "hello again" }, "from a service"]);
  expect(said).toContainEqual(["news", { text: "hello" }, 1]);
  expect(said).toContainEqual([{ text: "hello again" }]);
  expect(said).toContainEqual(["latest", { text: "hello" }]);
  expect(said).toContainEqual(["rendered", { text: "hello again" }]);
  expect(said).toContainEqual(["up to date"]);
  expect(said).toContainEqual([expect.stringMatching(/^from \w+ to sse$/)]);
  expect(server.logs.recorded("prices")).toMatchObject([{ key: "ACME", data: { price: 12.5 } }]);
});
