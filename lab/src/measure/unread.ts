/** F19: clients that read nothing, beside one that does, on a server with little memory. By sockets: no browser does it. */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { startWindsock } from "../products/windsock.js";

/** What came of it. */
export interface UnreadOutcome {
  readonly clients: number;
  /** What the clients did not read, all together, in MB. */
  readonly unread: number;
  /** How much the server's memory grew, in MB. */
  readonly grown: number;
  readonly sent: number;
  /** How many the one that reads got, in order and without a hole. */
  readonly received: number;
}

/** Of each kind. */
const CLIENTS = 50;
const BATCHES = 80;
const BATCH = 50;
const SIZE = 10_000;

/** The server's heap: far less than what is not read. */
const HEAP = "-Xmx256m";

export async function runUnread(): Promise<UnreadOutcome> {
  const server = await startWindsock([HEAP, "-XX:MaxDirectMemorySize=256m"]);
  const sockets: Socket[] = [];
  try {
    for (let i = 0; i < CLIENTS; i++) sockets.push(await deafStream(server.port), await deafWebSocket(server.port));
    const before = residentMegabytes(server.pid);
    const reader = await Reader.open(`http://127.0.0.1:${server.port}/windsock?channel=lab`);
    for (let batch = 1; batch <= BATCHES; batch++) {
      await publish(server.port);
      await reader.until(batch * BATCH);
    }
    const grown = residentMegabytes(server.pid) - before;
    const received = reader.received;
    await reader.close();
    const sent = BATCHES * BATCH;
    return { clients: sockets.length, unread: Math.round((sockets.length * sent * SIZE) / 1e6), grown, sent, received };
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
}

async function publish(port: number): Promise<void> {
  const message = { channel: "lab", data: "x".repeat(SIZE) };
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ messages: Array.from({ length: BATCH }, () => message) }),
  });
  await response.text();
  if (!response.ok) throw new Error(`publishing was answered ${response.status}`);
}

/** What of the process is in memory, from the operating system. */
function residentMegabytes(pid: number | undefined): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1_000);
}

/** Asks for a stream, and reads the head of the answer only. */
function deafStream(port: number): Promise<Socket> {
  return deaf(port, "GET /windsock?channel=lab HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

/** Upgrades, and asks for the channel by a masked frame (RFC 6455 section 5.2; the mask is all zeros). */
async function deafWebSocket(port: number): Promise<Socket> {
  const socket = await deaf(
    port,
    "GET /windsock HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  const body = Buffer.from('{"id":1,"connect":{"channels":{"lab":null}}}');
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]));
  return socket;
}

function deaf(port: number, head: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(head));
    socket.once("error", reject);
    socket.once("data", () => {
      socket.pause();
      socket.on("error", () => socket.destroy());
      resolve(socket);
    });
  });
}

/** Follows the channel, and counts what comes in order. */
class Reader {
  readonly #body: AsyncIterator<Uint8Array> & { return?(): Promise<unknown> };
  readonly #controller: AbortController;
  #text = "";
  received = 0;

  private constructor(body: AsyncIterator<Uint8Array>, controller: AbortController) {
    this.#body = body;
    this.#controller = controller;
  }

  static async open(url: string): Promise<Reader> {
    const controller = new AbortController();
    const response = await fetch(url, { signal: controller.signal });
    if (!response.body) throw new Error(`${url} answered ${response.status}`);
    const reader = new Reader(response.body[Symbol.asyncIterator](), controller);
    await reader.until(0);
    return reader;
  }

  /** Reads on until so many have come. */
  async until(count: number): Promise<void> {
    do {
      const { done, value } = await this.#body.next();
      if (done) throw new Error(`the stream ended after ${this.received}`);
      this.#text += Buffer.from(value).toString();
      const events = this.#text.split("\n\n");
      this.#text = events.pop() ?? "";
      for (const event of events) this.#event(event);
    } while (this.received < count);
  }

  #event(event: string): void {
    const offset = /^id: ?\w+:(\d+)$/m.exec(event)?.[1];
    if (offset === undefined) return;
    if (Number(offset) !== this.received + 1) throw new Error(`${offset} came after ${this.received}`);
    this.received++;
  }

  async close(): Promise<void> {
    this.#controller.abort();
    await this.#body.next().catch(() => {});
  }
}
