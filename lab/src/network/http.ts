/** Layers that know HTTP/1.1: what becomes of upgrades, of requests, and of answers. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import { request as requestTls } from "node:https";
import type { Socket } from "node:net";
import type { Address } from "./address.js";
import { type Layer, listen, type Surroundings, type Tell } from "./layer.js";
import { join, nextTarget } from "./tcp.js";

/** A request to upgrade. */
export interface Upgrade {
  readonly incoming: IncomingMessage;
  readonly client: Socket;
  /** Lets it through, as it is, to the target: whatever the target answers. Returns the connection to there. */
  pass(): Socket;
  /** Tells what became of it. */
  readonly tell: Tell;
}

/** A request and its answer. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** How it goes on to the target; a rule may change it before. */
  readonly onward: { method: string; path: string; headers: IncomingHttpHeaders; version: "1.0" | "1.1" };
  readonly tell: Tell;
}

/** What the rules of one layer are; where one is absent, things pass as they are. */
export interface HttpRules {
  upgrade?(upgrade: Upgrade): void;
  /** Before a request goes on: may wait; where it says false it has answered, or never will. */
  request?(exchange: Exchange): boolean | Promise<boolean>;
  /** Brings the answer to the client. */
  answer?(answer: IncomingMessage, exchange: Exchange): void;
}

/** What becomes of requests. Made anew for each layer that is started. */
export type HttpRule = (surroundings: Surroundings) => HttpRules;

/** A layer of which every request meets the rule. */
export function httpLayer(rule: HttpRule): Layer {
  return (surroundings) => {
    const rules = rule(surroundings);
    let count = 0;
    const turn = (incoming: IncomingMessage): { target: Address; tell: Tell } => {
      const number = ++count;
      const tell: Tell = (line) => surroundings.tell(`#${number} ${incoming.method} ${incoming.url}: ${line}`);
      return { target: nextTarget(surroundings, number), tell };
    };
    const server = createServer((incoming, outgoing) => exchange(rules, { incoming, outgoing, ...turn(incoming) }));
    server.on("upgrade", (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.on("error", () => socket.destroy());
      const { target, tell } = turn(incoming);
      const pass = (): Socket => passUpgrade(incoming, socket, head, target);
      if (rules.upgrade) rules.upgrade({ incoming, client: socket, pass, tell });
      else pass();
    });
    // Streams and slow bodies are no fault here.
    server.requestTimeout = 0;
    server.keepAliveTimeout = 60_000;
    return listen(server, surroundings.listen);
  };
}

/** Headers that concern one connection only. */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "upgrade"];

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
}

type Turn = { incoming: IncomingMessage; outgoing: ServerResponse; target: Address; tell: Tell };

function exchange(rules: HttpRules, { incoming, outgoing, target, tell }: Turn): void {
  const { method = "GET", url: path = "/", headers } = incoming;
  const onward: Exchange["onward"] = { method, path, headers: endToEnd(headers), version: "1.1" };
  const current: Exchange = { incoming, outgoing, onward, tell };
  const go = async (): Promise<void> => {
    if (rules.request && !(await rules.request(current))) return;
    forward(rules, current, target);
  };
  go().catch((error) => {
    tell(`the lab failed: ${error}`);
    outgoing.destroy();
  });
}

function forward(rules: HttpRules, current: Exchange, target: Address): void {
  const { incoming, outgoing, onward, tell } = current;
  const { host, port, secure } = target;
  const { method, path, headers } = onward;
  // A connection for each request: one that is kept might be closed by the target just when it is used again.
  const options = {
    host,
    port,
    servername: host,
    method,
    path,
    headers: { ...headers, connection: "close" },
    agent: false,
  };
  const onTheWay = (secure ? requestTls : request)(options, (answer) => (rules.answer ?? passAnswer)(answer, current));
  if (onward.version === "1.0") downgrade(onTheWay);
  onTheWay.on("error", (error) => {
    if (!outgoing.destroyed) tell(`upstream: ${error.message}`);
    refuseOrCut(outgoing);
  });
  outgoing.on("close", () => onTheWay.destroy());
  incoming.pipe(onTheWay);
}

/** The target cannot be reached: 502 as any proxy would say, or a cut where the answer has begun. */
function refuseOrCut(outgoing: ServerResponse): void {
  if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
  else outgoing.writeHead(502, { "Content-Type": "text/plain" }).end("The server cannot be reached\n");
}

/** The request line says HTTP/1.0, to which no server may answer in chunks. */
function downgrade(onTheWay: ReturnType<typeof request>): void {
  onTheWay.on("socket", (socket) => {
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = ((chunk: Uint8Array | string, ...rest: unknown[]) => {
      socket.write = write as typeof socket.write;
      return write(chunk.toString().replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n"), ...rest);
    }) as typeof socket.write;
  });
}

/** Writes the head of an answer, with these changes. */
export function writeHead(answer: IncomingMessage, { outgoing }: Exchange, changes: IncomingHttpHeaders = {}): void {
  const headers = { ...endToEnd(answer.headers), ...changes };
  for (const [name, value] of Object.entries(headers)) if (value === undefined) delete headers[name];
  outgoing.writeHead(answer.statusCode ?? 502, headers);
  outgoing.flushHeaders();
}

/** The answer goes through as it comes; where it is cut short, so is what the client gets. */
export function passAnswer(answer: IncomingMessage, current: Exchange): void {
  writeHead(answer, current);
  cutWith(answer, current);
  answer.pipe(current.outgoing);
}

/** An answer that the target cut must not look whole. */
export function cutWith(answer: IncomingMessage, { outgoing }: Exchange): void {
  answer.on("error", () => outgoing.destroy());
  answer.on("aborted", () => outgoing.destroy());
}

/** The head of a request as it came. */
export function headOf(incoming: IncomingMessage): string {
  const lines: string[] = [];
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}\r\n`);
  }
  return `${incoming.method} ${incoming.url} HTTP/${incoming.httpVersion}\r\n${lines.join("")}\r\n`;
}

function passUpgrade(incoming: IncomingMessage, socket: Socket, head: Buffer, target: Address): Socket {
  const upstream = join(socket, target);
  upstream.write(headOf(incoming));
  if (head.length > 0) upstream.write(head);
  return upstream;
}
