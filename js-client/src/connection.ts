import { type Backoff, backoffDelay } from "./backoff.js";
import type { Clock } from "./clock.js";
import type { Events, FailedTransport } from "./events.js";
import { Negotiator } from "./negotiator.js";
import type { ClosePush, Command, ConnectReply, Frame, TransportName } from "./protocol.js";
import type { Sink, Transport } from "./transports/transport.js";

/**
 * Where a client stands: not yet asked to connect; trying; connected; without a connection and coming back by itself;
 * ended, by the application or by the server.
 */
export type State = "idle" | "connecting" | "connected" | "reconnecting" | "closed";

const MOVES: Readonly<Record<State, readonly State[]>> = {
  idle: ["connecting", "closed"],
  connecting: ["connecting", "connected", "reconnecting", "closed"],
  connected: ["reconnecting", "closed"],
  reconnecting: ["connecting", "reconnecting", "closed"],
  closed: ["connecting"],
};

/** How long a connection must have lasted, in ms, for the next loss not to count as one more in a row. */
const LASTING = 10_000;

export interface ConnectionOptions {
  readonly transports: readonly TransportName[];
  /** How long each transport may take to prove itself, in ms; `last` goes for the last that is left to try. */
  readonly deadlines: Readonly<Record<TransportName | "last", number>>;
  readonly backoff: Backoff;
  readonly clock: Clock;
  readonly random: () => number;
  create(name: TransportName, sink: Sink): Transport;
}

/** What a connection is for. */
export interface Owner {
  /** The command that opens a connection. */
  connect(extra?: object): Command;
  /** The connection stands. */
  connected(reply: ConnectReply): void;
  frame(frame: Frame): void;
  /** The connection that stood has ended. */
  lost(): void;
  /** There will be no other connection, unless the application asks for one. */
  closed(): void;
}

/**
 * Keeps a connection, on the best transport that works.
 *
 * ```
 *  idle ──connect──▶ connecting ◀──────────── backoff over, or online ─┐
 *                     │  ▲ │ │                                          │
 *      next transport └──┘ │ └── none left, or offline ──▶ reconnecting ┤
 *                          │                                   ▲    └───┘ offline
 *           connect reply  └──▶ connected ── lost, or offline ─┘
 *
 *  any ── close(), or the server says not to come back ──▶ closed ──connect──▶ connecting
 * ```
 *
 * Each try of a transport has a number; what a transport of an earlier number still says is not heard.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: Events;
  readonly #owner: Owner;
  readonly #negotiator: Negotiator;
  #state: State = "idle";
  #name: TransportName | undefined;
  #transport: Transport | undefined;
  #generation = 0;
  #attempt = 0;
  #connectedAt = 0;
  #failed: FailedTransport[] = [];
  #cancelTimer: () => void = () => {};

  constructor(options: ConnectionOptions, events: Events, owner: Owner) {
    this.#options = options;
    this.#events = events;
    this.#owner = owner;
    this.#negotiator = new Negotiator(options.transports);
  }

  get state(): State {
    return this.#state;
  }

  /** The transport in use. */
  get transport(): TransportName | undefined {
    return this.#state === "connected" ? this.#name : undefined;
  }

  connect(): void {
    if (this.#state !== "idle" && this.#state !== "closed") return;
    this.#attempt = 0;
    this.#pass();
  }

  /** Sends commands; only when connected. */
  send(commands: readonly Command[]): void {
    if (this.#state === "connected" && commands.length > 0) this.#transport?.send(commands);
  }

  close(code: string, reason: string): void {
    if (this.#state === "closed") return;
    this.#end("closed");
    this.#owner.closed();
    this.#events.emit("closed", { code, reason });
  }

  /** The network is gone: waits for {@link online}. */
  offline(): void {
    if (this.#state === "idle" || this.#state === "closed") return;
    this.#end("reconnecting");
    this.#events.emit("reconnecting", { reason: "offline", attempt: this.#attempt, delay: null });
  }

  /** The network is back: does not wait any longer. */
  online(): void {
    if (this.#state === "reconnecting") this.#pass();
  }

  #pass(): void {
    this.#negotiator.start();
    this.#failed = [];
    this.#next("");
  }

  #next(reason: string): void {
    const name = this.#negotiator.next();
    if (!name) return this.#wait(reason);
    this.#end("connecting");
    const generation = this.#generation;
    const { clock, create, deadlines } = this.#options;
    this.#name = name;
    this.#events.emit("connecting", { transport: name, attempt: this.#attempt });
    // A listener may have ended it.
    if (generation !== this.#generation) return;
    const deadline = deadlines[this.#negotiator.last ? "last" : name];
    this.#cancelTimer = clock.after(deadline, () => this.#down("timeout"));
    this.#transport = create(name, {
      connect: (extra) => this.#owner.connect(extra),
      frame: (frame) => generation === this.#generation && this.#frame(frame),
      down: (reason) => generation === this.#generation && this.#down(reason),
    });
    this.#transport.open();
  }

  #frame(frame: Frame): void {
    if (frame.close) this.#closedByServer(frame.close);
    else if (this.#state === "connected") this.#owner.frame(frame);
    else if (frame.connect) this.#answered(frame.connect);
    // Nothing but `connect` was sent, so the error is about that.
    else if (frame.error) this.#down(frame.error.code);
  }

  #answered(reply: ConnectReply): void {
    const transport = this.#name as TransportName;
    if (!this.#negotiator.answered(transport)) return this.#next("");
    this.#cancelTimer();
    this.#move("connected");
    this.#connectedAt = this.#options.clock.now();
    const generation = this.#generation;
    this.#owner.connected(reply);
    if (generation === this.#generation) this.#events.emit("connected", { transport, failed: this.#failed });
  }

  #down(reason: string): void {
    if (this.#state === "connected") return this.#wait(reason);
    this.#failed.push({ transport: this.#name as TransportName, reason });
    this.#next(reason);
  }

  #closedByServer({ code, reason = "", reconnect = true }: ClosePush): void {
    if (reconnect) this.#down(code);
    else this.close(code, reason);
  }

  #wait(reason: string): void {
    const { backoff, clock, random } = this.#options;
    const lasted = this.#state === "connected" && clock.now() - this.#connectedAt >= LASTING;
    this.#attempt = lasted ? 1 : this.#attempt + 1;
    const delay = backoffDelay(this.#attempt, backoff, random);
    this.#end("reconnecting");
    this.#cancelTimer = clock.after(delay, () => this.#pass());
    this.#events.emit("reconnecting", { reason, attempt: this.#attempt, delay });
  }

  /** Ends the current try or connection, whatever comes next. */
  #end(next: State): void {
    const stood = this.#state === "connected";
    this.#move(next);
    this.#generation++;
    this.#cancelTimer();
    this.#transport?.close();
    this.#transport = undefined;
    if (stood) this.#owner.lost();
  }

  #move(next: State): void {
    if (!MOVES[this.#state].includes(next)) throw new Error(`no move from ${this.#state} to ${next}`);
    this.#state = next;
  }
}
