import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { Logs, type Publish } from "./mini-logs.js";
import { type Connect, type Line, Session } from "./mini-session.js";

type Kind = "upgrade" | "stream" | "uplink" | "poll" | "commands";

/** One request, as the test sees it. */
export interface Request {
  readonly kind: Kind;
  readonly lines: readonly Record<string, unknown>[];
  readonly headers: IncomingMessage["headers"];
  readonly socket: Duplex;
  /** For all but upgrades. */
  readonly response: ServerResponse;
}

/** What a test does with a request in place of the server: returns true where it has dealt with it. */
type Interference = (request: Request) => boolean;

/** A small server that speaks PROTOCOL.md over all three transports, and lets tests stand in the way. */
export class MiniServer {
  readonly logs: Logs = new Logs();
  readonly requests: Request[] = [];
  /** Of WebSockets and streams. */
  readonly sessions = new Map<string, Session>();
  interference: Interference = () => false;
  /** When to go on with a request: at once, or when the test says. */
  delay: (kind: Kind, go: () => void) => void = (_, go) => go();
  /** Whether WebSockets are opened and then left without a word. */
  mute = false;
  readonly #http = createServer((request, response) => void this.#request(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 65_536 });
  #waiting: { met: () => boolean; resolve: () => void }[] = [];
  #count = 0;
  #frames = 0;

  async start(): Promise<string> {
    this.#http.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    await new Promise<void>((resolve) => this.#http.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/windsock`;
  }

  async stop(): Promise<void> {
    this.cut();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Cuts all connections that stand, without a word. */
  cut(): void {
    for (const session of this.sessions.values()) session.cut();
    for (const { socket } of this.requests) socket.destroy();
  }

  /** Does what the commands of a request ask for; whoever made the request is not told. */
  apply(lines: readonly Record<string, unknown>[]): void {
    const [first] = lines as [{ attach?: { session: string }; connect?: Connect }];
    const client = first.connect?.client ?? this.sessions.get(first.attach?.session ?? "")?.client ?? "";
    for (const line of lines) {
      const publish = line["publish"] as Publish | undefined;
      if (publish) this.logs.apply(publish.client ?? client, publish);
    }
  }

  count(kind: Kind | "frames"): number {
    if (kind === "frames") return this.#frames;
    return this.requests.filter((request) => request.kind === kind).length;
  }

  /** Resolves when `count` requests of this kind have come, or as many messages on WebSockets. */
  seen(kind: Kind | "frames", count = 1): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ met: () => this.count(kind) >= count, resolve });
      this.#tell();
    });
  }

  /** Cuts all connections, once there is one; over polling that is a poll which is held. */
  async cutStanding(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push({ met: () => [...this.sessions.values()].some(({ open }) => open), resolve });
      this.#tell();
    });
    this.cut();
  }

  /** Resolves when this session's connection is gone. */
  ended(session: Session | undefined): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ met: () => !session?.open, resolve });
      this.#tell();
    });
  }

  #tell(): void {
    for (const { met, resolve } of this.#waiting) if (met()) resolve();
    this.#waiting = this.#waiting.filter(({ met }) => !met());
  }

  #note(request: Request): boolean {
    this.requests.push(request);
    const dealtWith = this.interference(request);
    this.#tell();
    return dealtWith;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { headers } = request;
    const response = undefined as never;
    if (this.#note({ kind: "upgrade", lines: [], headers, socket, response })) return;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = this.#session("websocket", {
        write: (frame) => webSocket.send(JSON.stringify(frame)),
        raw: (text) => webSocket.send(text),
        cut: () => webSocket.terminate(),
      });
      webSocket.on("message", (data) => {
        if (!this.mute) session.commands(parse(String(data)));
        this.#frames++;
        this.#tell();
      });
      webSocket.on("close", () => this.#end(session));
    });
  }

  #session(transport: string, line: Omit<Line, "id" | "transport">): Session {
    const id = `s${++this.#count}`;
    const session = new Session(this.logs, { id, transport, ...line });
    this.sessions.set(id, session);
    this.#tell();
    return session;
  }

  #end(session: Session): void {
    session.end();
    this.#tell();
  }

  async #request(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    const lines = parse(body);
    const first = lines[0] as { connect?: Connect };
    const kind = !first?.connect ? "uplink" : kindOf(first.connect, lines);
    if (this.#note({ kind, lines, headers: request.headers, socket: request.socket, response })) return;
    this.delay(kind, () => {
      if (kind === "stream") this.#stream(lines, response);
      else if (kind === "uplink") this.#uplink(lines, response);
      else this.#poll(lines, response);
    });
  }

  #stream(lines: Record<string, unknown>[], response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream;charset=utf-8" });
    const write = (frame: object) => {
      const name = Object.keys(frame).find((key) => key !== "id");
      response.write(`${name === "publication" ? "" : `event: ${name}\n`}data: ${JSON.stringify(frame)}\n\n`);
    };
    const session = this.#session("sse", { write, cut: () => response.destroy() });
    response.on("close", () => this.#end(session));
    session.commands(lines);
  }

  #uplink(lines: Record<string, unknown>[], response: ServerResponse): void {
    const [{ attach }] = lines as [{ attach: { session: string } }];
    const id = attach.session;
    const session = this.sessions.get(id);
    response.writeHead(session?.open ? 202 : 404).end();
    if (session?.open) session.commands(lines.slice(1));
  }

  /** Answers a moment after the first frame besides the reply, so that what comes in one go is in one answer. */
  #poll(lines: Record<string, unknown>[], response: ServerResponse): void {
    const { connect } = lines[0] as { connect: Connect };
    const frames: object[] = [];
    const answer = () => {
      if (!session.open) return;
      session.end();
      response.writeHead(200, { "Content-Type": "application/x-ndjson" });
      response.end(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(""));
    };
    const write = (frame: object) => {
      frames.push(frame);
      if (frames.length > 1) setImmediate(answer);
    };
    const session = this.#session("polling", { write, cut: () => response.destroy() });
    response.on("close", () => this.#end(session));
    session.commands(lines);
    const stated = Object.values(connect.channels ?? {}).every((asked) => asked?.epoch !== undefined);
    const news = !stated || !connect.wait;
    if (news) setImmediate(answer);
  }
}

function kindOf({ transport }: Connect, lines: readonly Record<string, unknown>[]): Kind {
  if (transport === "sse") return "stream";
  // A poll carries no commands but those that say which channels it has left.
  return lines.slice(1).some((line) => !line["unsubscribe"]) ? "commands" : "poll";
}

function parse(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
