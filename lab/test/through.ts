/** A server, a network before it, and connections through it, for tests of the network. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type BuiltNetwork, buildNetwork } from "../src/cases/build.js";
import { parseSteps } from "../src/cases/steps.js";
import { local } from "../src/network/address.js";

let server: Server;
let network: BuiltNetwork | undefined;
const sockets = new Set<Socket>();

/** The requests that the server got. */
export const seen: Array<{ line: string; headers: IncomingMessage["headers"]; body: string }> = [];
/** The answers to /stream, to be written to and ended by the tests. */
export const streams: ServerResponse[] = [];
/** What the network told. */
export const told: string[] = [];

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const chunk of incoming) body += chunk;
    const { method, url, httpVersion, headers } = incoming;
    seen.push({ line: `${method} ${url} ${httpVersion}`, headers, body });
    if (url !== "/stream") return void outgoing.setHeader("X-Odd", "1").end(`answer ${seen.length}`);
    streams.push(outgoing);
    outgoing.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-transform" });
    outgoing.write("one\n");
  });
  server.on("connection", (socket) => sockets.add(socket));
  server.on("upgrade", (_incoming, socket: Socket) => {
    socket.on("error", () => {});
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    socket.on("data", (data) => socket.write(data));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await network?.stop();
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** Starts the network of these steps, and returns its origin; it ends with the test. */
export async function through(steps: string): Promise<string> {
  for (const list of [seen, streams, told]) list.length = 0;
  network = await buildNetwork(parseSteps(steps.split(" ").filter(Boolean)), {
    targets: [local((server.address() as AddressInfo).port)],
    tell: (line) => told.push(line),
  });
  network.schedule.begin();
  return `http://127.0.0.1:${network.port}`;
}

/** A connection that has asked for an upgrade, and what came on it. */
export function upgrade(): {
  socket: Socket;
  text: () => string;
  until(pattern: RegExp): Promise<void>;
  ended: Promise<string>;
} {
  const socket = connect(network?.port ?? 0, "127.0.0.1");
  let text = "";
  const looks = new Set<() => void>();
  socket.on("data", (data) => {
    text += data;
    for (const look of looks) look();
  });
  const ended = new Promise<string>((resolve) => {
    socket.on("error", (error) => resolve((error as { code?: string }).code ?? "error"));
    socket.on("end", () => resolve("end"));
  });
  const until = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (pattern.test(text)) resolve();
      };
      looks.add(look);
      look();
    });
  socket.write(
    "GET /up HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n\r\n",
  );
  return { socket, text: () => text, until, ended };
}

/** A moment in which something could have come; what must not come has no sign of its own. */
export const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

export const post = (url: string, body: string): Promise<Response> => fetch(url, { method: "POST", body });

/** Asks for the stream. */
export async function openStream(origin: string): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const { body } = await fetch(`${origin}/stream`, { headers: { "Accept-Encoding": "identity" } });
  if (!body) throw new Error("no body");
  return body.getReader();
}

/** The next piece of it. */
export const readText = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> =>
  Buffer.from((await reader.read()).value ?? []).toString();

/** The ports of the server and of the network. */
export const ports = (): { server: number; network: number } => ({
  server: (server.address() as AddressInfo).port,
  network: network?.port ?? 0,
});

/** Ends the network before the test does. */
export const stopNetwork = async (): Promise<void> => network?.stop();
