/** A process that serves the lab's pages, and gives each message to all of them, by Socket.IO or SockJS. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Server as SocketIoServer } from "socket.io";
import { type Connection, createServer as createSockJs } from "sockjs";

const PAGES = join(import.meta.dirname, "../../pages");
const { resolve } = createRequire(import.meta.url);
const TYPES: Readonly<Record<string, string>> = { html: "text/html; charset=utf-8", js: "text/javascript" };
const VENDOR: Readonly<Record<string, string>> = {
  "/vendor/socket.io.js": join(resolve("socket.io-client/package.json"), "../dist/socket.io.js"),
  "/vendor/sockjs.js": join(resolve("sockjs-client/package.json"), "../dist/sockjs.js"),
};

/** Gives a message to all pages. */
type Broadcast = (value: unknown) => void;

const ATTACH: Readonly<Record<string, (server: Server) => Broadcast>> = {
  socketio: (server) => {
    const sockets = new SocketIoServer(server);
    sockets.on("connection", (socket) => {
      socket.on("message", (value) => sockets.emit("message", value));
    });
    return (value) => void sockets.emit("message", value);
  },
  sockjs: (server) => {
    const connections = new Set<Connection>();
    const sockets = createSockJs({ log: () => {} });
    const broadcast = (text: string): void => {
      for (const connection of connections) connection.write(text);
    };
    sockets.on("connection", (connection) => {
      connections.add(connection);
      connection.on("close", () => connections.delete(connection));
      connection.on("data", broadcast);
    });
    sockets.installHandlers(server, { prefix: "/sockjs" });
    return (value) => broadcast(JSON.stringify(value));
  },
};

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of incoming) text += chunk;
  return text;
}

function serve(broadcast: () => Broadcast): RequestListener {
  return async (incoming, outgoing) => {
    const path = new URL(incoming.url ?? "/", "http://localhost").pathname;
    // What the product answers itself comes here too.
    if (/^\/(socket\.io|sockjs)\//.test(path)) return;
    if (incoming.method !== "POST") return sendFile(path, outgoing);
    broadcast()(JSON.parse(await bodyOf(incoming)));
    outgoing.writeHead(201).end();
  };
}

async function sendFile(path: string, outgoing: ServerResponse): Promise<void> {
  const file = VENDOR[path] ?? (/^\/[a-z]+\.(js|html)$/.test(path) ? join(PAGES, path) : "");
  const content = await readFile(file).catch(() => undefined);
  if (content === undefined) outgoing.writeHead(404).end();
  else outgoing.writeHead(200, { "Content-Type": TYPES[file.split(".").at(-1) ?? ""] }).end(content);
}

const [, , product = "", port = "0"] = process.argv;
let broadcast: Broadcast = () => {};
const server = createServer(serve(() => broadcast));
broadcast = ATTACH[product]?.(server) ?? broadcast;
server.listen(Number(port), "127.0.0.1", () => {
  process.stdout.write(`listens on ${(server.address() as AddressInfo).port}\n`);
});
process.once("SIGTERM", () => process.exit(0));
