/**
 * A proxy that does to the exchanges of one client what networks and intermediaries do, by chance: it cuts them at any
 * byte, loses them, does them twice or late, applies them and then says it has failed, and stalls.
 */
import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net";
import type { TransportName } from "../../src/index.js";
import { fateOfRequest, fateOfSocket, type RequestFate, type SocketFate } from "./chaos-fates.js";
import type { Random } from "./random.js";

/** How long an exchange aside may take to be answered, in ms, before it counts as done. */
const ASIDE = 150;

/** A running proxy. */
export class ChaosProxy {
  /** The share of exchanges that something happens to, from 0 to 1. */
  trouble = 0;
  /** Transports that it does not let through. */
  blocked: ReadonlySet<TransportName> = new Set();
  readonly #upstream: () => number;
  readonly #random: Random;
  readonly #note: (what: string) => void;
  readonly #links = new Set<Link>();
  readonly #aside = new Set<Socket>();
  readonly #server = createServer({ noDelay: true }, (client) => this.#accept(client));

  private constructor(upstream: () => number, random: Random, note: (what: string) => void) {
    this.#upstream = upstream;
    this.#random = random;
    this.#note = note;
  }

  /** Starts one on a free port, before the server at the port that `upstream` tells; `note` is told what becomes of each exchange. */
  static async start(
    upstream: () => number,
    random: Random,
    note: (what: string) => void = () => {},
  ): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(upstream, random, note);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once("error", reject);
      proxy.#server.listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts every connection. */
  cut(): void {
    for (const link of this.#links) link.cut(this.#random.chance(0.5), 0);
  }

  /** Lets no byte down for so many ms. */
  stall(ms: number): void {
    for (const link of this.#links) link.stall(ms);
  }

  /** No trouble from now on. */
  heal(): void {
    this.trouble = 0;
    this.blocked = new Set();
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const link of this.#links) link.destroy();
    for (const socket of this.#aside) socket.destroy();
    await closed;
  }

  #accept(client: Socket): void {
    const link = new Link(client, this.#upstream(), {
      request: (request) => this.#request(link, request),
      upgrade: (request) => this.#upgrade(link, request),
      ended: () => this.#links.delete(link),
      note: this.#note,
    });
    this.#links.add(link);
  }

  #upgrade(link: Link, request: Buffer): void {
    if (this.blocked.has("websocket")) return link.answer(this.#random.pick([400, 403, 502]));
    const fate = this.#random.chance(this.trouble) ? fateOfSocket(this.#random) : undefined;
    this.#note(`websocket: ${fate ? JSON.stringify(fate) : "pass"}`);
    if (fate?.kind === "refused") return link.answer(fate.status);
    if (fate?.kind === "reset") return link.cut(true, 0);
    link.open(request, fate);
  }

  #request(link: Link, request: Buffer): void {
    const isStream = request.includes('"transport":"sse"');
    if (isStream && this.blocked.has("sse")) return link.answer(502);
    const isPoll = request.includes('"wait":');
    const fate = this.#random.chance(this.trouble) ? fateOfRequest(this.#random, request.length) : undefined;
    const what = isStream ? "stream" : isPoll ? "poll" : "post";
    this.#note(`${what}: ${fate ? JSON.stringify(fate) : "pass"}`);
    if (fate) this.#meet(link, request, fate);
    else link.pass(request);
  }

  #meet(link: Link, request: Buffer, fate: RequestFate): void {
    switch (fate.kind) {
      case "delayed":
        return link.later(fate.ms, () => link.pass(request));
      case "lost":
        return link.later(fate.ms, () => link.fail(fate.answer));
      case "cut-request":
        link.pass(request.subarray(0, fate.at));
        return link.later(fate.ms, () => link.cut(fate.reset, 0));
      case "cut-answer":
        return link.pass(request, fate);
      case "stalled":
        link.pass(request);
        return link.stall(fate.ms);
      case "late":
        setTimeout(() => this.#deliverAside(request), fate.ms);
        return link.fail(fate.answer);
      case "applied":
        this.#deliverAside(request, () => link.fail(fate.answer));
        return;
      case "twice":
        if (fate.ms === 0) return this.#deliverAside(request, () => link.pass(request));
        setTimeout(() => this.#deliverAside(request), fate.ms);
        return link.pass(request);
    }
  }

  /** Sends the request by a connection of its own, and calls `done` when it has an answer or should have. */
  #deliverAside(request: Buffer, done: () => void = () => {}): void {
    const socket = connectTo({ port: this.#upstream(), host: "127.0.0.1", noDelay: true });
    this.#aside.add(socket);
    const timer = setTimeout(() => socket.destroy(), ASIDE);
    socket.on("error", () => {});
    socket.on("data", () => setTimeout(() => socket.destroy(), 5));
    socket.on("close", () => {
      clearTimeout(timer);
      this.#aside.delete(socket);
      done();
    });
    socket.write(request);
  }
}

interface Owner {
  note(what: string): void;
  request(request: Buffer): void;
  upgrade(request: Buffer): void;
  ended(): void;
}

/** One connection of the client, and the one to the server that answers it. */
class Link {
  readonly #client: Socket;
  readonly #port: number;
  readonly #owner: Owner;
  #upstream: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);
  #socketLag: number | undefined;
  #upLeft = Number.POSITIVE_INFINITY;
  #downLeft = Number.POSITIVE_INFINITY;
  #onCut: () => void = () => {};
  #stalledUntil = 0;
  #timers = new Set<NodeJS.Timeout>();

  constructor(client: Socket, port: number, owner: Owner) {
    this.#client = client;
    this.#port = port;
    this.#owner = owner;
    client.on("error", () => {});
    client.on("data", (bytes) => this.#up(bytes));
    client.on("close", () => {
      if (process.env["FRAMES"]) owner.note("client socket closed");
      this.#clientClosed();
    });
    client.on("drain", () => this.#resume());
  }

  /** Sends the request, or what there is of it, to the server; its answer comes back, up to where it is to be cut. */
  pass(request: Buffer, cut?: { at: number; reset: boolean; linger: number }): void {
    if (this.#client.destroyed) return;
    this.#downLeft = cut?.at ?? Number.POSITIVE_INFINITY;
    this.#onCut = () => this.cut(cut?.reset ?? false, cut?.linger ?? 0);
    this.#connected().write(request);
  }

  /** Sends the request to upgrade, and from then on every byte. */
  open(request: Buffer, fate: Extract<SocketFate, { kind: "open" }> | undefined): void {
    this.#socketLag = fate?.lag ?? 0;
    this.#upLeft = fate?.upTo ?? Number.POSITIVE_INFINITY;
    this.#downLeft = fate?.downTo ?? Number.POSITIVE_INFINITY;
    this.#onCut = () => this.cut(fate?.reset ?? false, fate?.linger ?? 0);
    this.#connected().write(request);
  }

  /** Answers in place of the server. */
  answer(status: number): void {
    if (!this.#client.writable) return;
    const body = "not from the server";
    this.#client.write(
      `HTTP/1.1 ${status} No\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  }

  fail(answer: number | "cut"): void {
    if (answer === "cut") this.cut(true, 0);
    else this.answer(answer);
  }

  /** Ends the client's side now, and the server's after `linger` ms in which what is under way still arrives. */
  cut(reset: boolean, linger: number): void {
    if (this.#client.destroyed) return;
    this.#owner.note(`is cut${reset ? " by a reset" : ""}`);
    const upstream = this.#upstream;
    this.#upstream = undefined;
    if (upstream) {
      upstream.removeAllListeners("data");
      upstream.resume();
      setTimeout(() => upstream.destroy(), linger + (this.#socketLag ?? 0));
    }
    if (reset) this.#client.resetAndDestroy();
    else this.#client.destroySoon();
  }

  stall(ms: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, Date.now() + ms);
    this.#upstream?.pause();
    this.later(ms, () => this.#resume());
  }

  later(ms: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      task();
    }, ms);
    this.#timers.add(timer);
  }

  destroy(): void {
    this.#client.destroy();
  }

  #clientClosed(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#upstream?.destroy();
    this.#owner.ended();
  }

  #up(bytes: Buffer): void {
    if (this.#socketLag !== undefined) return this.#upBySocket(bytes);
    this.#received = Buffer.concat([this.#received, bytes]);
    const head = this.#received.indexOf("\r\n\r\n");
    if (head < 0) return;
    const header = this.#received.toString("latin1", 0, head);
    const length = Number(/^content-length: *(\d+)/im.exec(header)?.[1] ?? 0);
    const end = head + 4 + length;
    if (this.#received.length < end) return;
    const request = this.#received.subarray(0, end);
    this.#received = this.#received.subarray(end);
    if (/^upgrade: *websocket/im.test(header)) this.#owner.upgrade(request);
    else this.#owner.request(request);
  }

  #upBySocket(bytes: Buffer): void {
    const upstream = this.#upstream;
    const part = bytes.subarray(0, this.#upLeft);
    this.#upLeft -= part.length;
    // The bytes arrive also where the client has been cut off meanwhile.
    if (this.#socketLag) setTimeout(() => upstream?.writable && upstream.write(part), this.#socketLag);
    else if (upstream?.writable) upstream.write(part);
    if (this.#upLeft <= 0) this.#onCut();
  }

  #connected(): Socket {
    if (this.#upstream) return this.#upstream;
    const upstream = connectTo({ port: this.#port, host: "127.0.0.1", noDelay: true });
    this.#upstream = upstream;
    upstream.on("error", () => {});
    upstream.on("data", (bytes) => this.#down(bytes));
    upstream.on("close", () => {
      if (this.#upstream === upstream) this.#client.destroySoon();
    });
    return upstream;
  }

  #down(bytes: Buffer): void {
    const part = bytes.subarray(0, this.#downLeft);
    this.#downLeft -= part.length;
    if (process.env["FRAMES"]) this.#owner.note(part.toString());
    const room = this.#client.writable && this.#client.write(part);
    if (this.#downLeft <= 0) this.#onCut();
    else if (!room || this.#stalledUntil > Date.now()) this.#upstream?.pause();
  }

  #resume(): void {
    const left = this.#stalledUntil - Date.now();
    // A timer may be early, by this clock.
    if (left > 0) this.later(left, () => this.#resume());
    else if (!this.#client.writableNeedDrain) this.#upstream?.resume();
  }
}
