/** An HTTP proxy between page and server that does to upgrades and streams what hostile networks do. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What becomes of a request to upgrade: a status, a reset, no answer ever, or a 101 and then silence. */
export type Upgrades = 400 | 403 | 502 | "reset" | "swallow" | "silent";

/** What becomes of an answer that is a stream: it goes through, or it is held back until it ends. */
export type Streams = "pass" | "held";

/** A running proxy. */
export interface HostileProxy {
  readonly origin: string;
  stop(): Promise<void>;
}

const WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Starts one on a free port, before the server at this port. */
export async function startHostileProxy(
  upstream: number,
  does: { upgrades: Upgrades; streams: Streams },
): Promise<HostileProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => forward(upstream, does.streams, incoming, outgoing));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (incoming, socket) => upgrade(does.upgrades, incoming, socket as Socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
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
