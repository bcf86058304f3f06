/** A network that answers what it has passed on with an error, cuts, repeats and reorders: each publish is applied once. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type TransportName, Windsock } from "../src/index.js";
import { ChaosProxy } from "./harness/chaos-proxy.js";
import { Random } from "./harness/random.js";
import { type Server, startServer } from "./harness/server.js";

const COUNT = Number(process.env["PUBLISHES"] ?? 2_000);
const SEED = Number(process.env["SEED"] ?? 1);

let server: Server;

beforeAll(async () => {
  server = await startServer({ args: ["--log-count", `${2 * COUNT}`, "--log-size", "64m"] });
});

afterAll(async () => {
  await server?.stop();
});

/** Follows a channel without trouble; gives what came up to the message that says it is the last. */
async function follow(channel: string): Promise<() => Promise<number[]>> {
  const numbers: number[] = [];
  let ended = (): void => {};
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const client = new Windsock(`${server.origin}/windsock`, { transports: ["websocket"], WebSocket });
  client.subscribe(channel, ({ data }) => {
    if (data === "last") ended();
    else numbers.push(data as number);
  });
  client.connect();
  await new Promise<void>((resolve) => client.on("connected", () => resolve()));
  return async () => {
    await client.publish(channel, "last");
    await end;
    client.close();
    return numbers;
  };
}

it.each<TransportName>(["sse", "polling", "websocket"])("over %s", { timeout: 600_000 }, async (transport) => {
  const channel = `uplink-${transport}`;
  const numbers = await follow(channel);
  const faults: Record<string, number> = {};
  const proxy = await ChaosProxy.start(
    () => server.port,
    new Random(SEED),
    (what) => {
      const kind = /"kind":"([\w-]+)"/.exec(what)?.[1] ?? "pass";
      faults[kind] = (faults[kind] ?? 0) + 1;
    },
  );
  proxy.trouble = 0.5;
  const client = new Windsock(`${proxy.origin}/windsock`, {
    transports: [transport],
    backoff: { base: 5, cap: 50 },
    outbox: COUNT,
    WebSocket,
  });
  client.connect();

  const published: Array<Promise<unknown>> = [];
  for (let number = 1; number <= COUNT; number++) {
    published.push(client.publish(channel, number));
    // In many requests rather than in one.
    if (number % 10 === 0)
      await Promise.race([...published.slice(-10), new Promise((resolve) => setTimeout(resolve, 50))]);
  }
  await Promise.all(published);
  console.log(`${transport}: ${JSON.stringify(faults)}`);

  expect(await numbers()).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
  client.close();
  await proxy.stop();
});
