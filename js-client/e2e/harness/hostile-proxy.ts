/** An HTTP proxy between page and server that does to upgrades and streams what hostile networks do. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/**
 * What becomes of a request to upgrade: a status, a reset, no answer ever, or a 101 and then silence; it goes through, or
 * it does and is cut soon after.
 */
export type Upgrades = 400 | 403 | 502 | "reset" | "swallow" | "silent" | "pass" | "young";

/** What becomes of an answer that is a stream: it goes through, is held back until it ends, or runs one chunk late. */
export type Streams = "pass" | "held" | "late";

/** What a network does. */
export interface Hostility {
  readonly upgrades: Upgrades;
  readonly streams: Streams;
}

/** A running proxy. */
export interface HostileProxy {
  readonly origin: string;
  /** What it does; may be changed, for what is opened from then on. */
  does: Hostility;
  /** How many upgrades, and how many other requests to the server's path, have come. */
  readonly seen: { upgrades: number; posts: number };
  stop(): Promise<void>;
}

/** How long a connection lives that is to die young, in ms. */
const YOUNG = 300;

const WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Starts one on a free port, before the server at this port. */
export async function startHostileProxy(upstream: number, does: Hostility): Promise<HostileProxy> {
  const sockets = new Set<Socket>();
  const seen = { upgrades: 0, posts: 0 };
  const server = createServer((incoming, outgoing) => {
    if (incoming.method === "POST") seen.posts++;
    forward(upstream, proxy.does.streams, incoming, outgoing);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (incoming, socket) => {
    seen.upgrades++;
    const { upgrades } = proxy.does;
    if (upgrades === "pass" || upgrades === "young") tunnel(upstream, upgrades === "young", incoming, socket as Socket);
    else upgrade(upgrades, incoming, socket as Socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: HostileProxy = {
    does,
    seen,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return proxy;
}

/** Passes an upgrade on, and all that follows it; for a moment only, where that is to be. */
function tunnel(port: number, young: boolean, incoming: IncomingMessage, socket: Socket): void {
  const onward = connect(port, "127.0.0.1");
  const end = (): void => {
    socket.destroy();
    onward.destroy();
  };
  for (const side of [socket, onward]) side.on("error", end).on("close", end);
  const headers = incoming.rawHeaders.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
  onward.write(`GET ${incoming.url} HTTP/1.1\r\n${headers}\r\n`);
  onward.pipe(socket);
  socket.pipe(onward);
  if (young) setTimeout(end, YOUNG);
}

function upgrade(does: Upgrades, incoming: IncomingMessage, socket: Socket): void {
  socket.on("error", () => socket.destroy());
  if (does === "swallow") return;
  if (does === "reset") {
    socket.resetAndDestroy();
  } else if (does === "silent") {
    const accept = createHash("sha1").update(`${incoming.headers["sec-websocket-key"]}${WEBSOCKET_GUID}`);
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        `Sec-WebSocket-Accept: ${accept.digest("base64")}\r\n\r\n`,
    );
  } else {
    socket.end(`HTTP/1.1 ${does} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  }
}

function forward(port: number, streams: Streams, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url, headers } = incoming;
  const onward = request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    const isStream = answer.headers["content-type"]?.startsWith("text/event-stream") ?? false;
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    if (isStream && streams === "held") {
      hold(answer, outgoing);
    } else if (isStream && streams === "late") {
      delay(answer, outgoing);
    } else {
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    }
  });
  onward.on("error", () => outgoing.destroy());
  outgoing.on("close", () => onward.destroy());
  incoming.pipe(onward);
}

/** Not a byte of it goes on, the head included, before its end. */
function hold(answer: IncomingMessage, outgoing: ServerResponse): void {
  const chunks: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => chunks.push(chunk));
  answer.on("end", () => outgoing.end(Buffer.concat(chunks)));
}

/** Each chunk goes on when the next has come. */
function delay(answer: IncomingMessage, outgoing: ServerResponse): void {
  let last: Buffer = Buffer.alloc(0);
  answer.on("data", (chunk: Buffer) => {
    if (last.length > 0) outgoing.write(last);
    last = chunk;
  });
  answer.on("end", () => outgoing.end(last));
}
