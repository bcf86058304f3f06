import { type Backoff, backoffDelay } from "./backoff.js";
import { Candidate, type CandidateOwner } from "./candidate.js";
import type { Clock } from "./clock.js";
import { WindsockError } from "./errors.js";
import type { Events, FailedTransport } from "./events.js";
import type { Feed } from "./feed.js";
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
  connected: ["connected", "reconnecting", "closed"],
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
  /** The channels for one more transport. */
  feed(): Feed;
  /** The command that opens a connection. */
  connect(feed: Feed, extra?: object): Command;
  /** This feed's transport carries from now on; there was none before, or another. */
  carried(feed: Feed, reply: ConnectReply): void;
  frame(frame: Frame, feed: Feed): void;
  /** The connection that carried has ended, and another may come. */
  lost(): void;
  /** The last command of a client that ends of its own will. */
  farewell(): Command;
  /** There will be no other connection, unless the application asks for one. */
  closed(): void;
}

/** What becomes of one candidate before it carries. */
interface Trial {
  ready(): void;
  failed(reason: string): void;
  /** It was ended before it could prove itself. */
  dropped(reason: string): void;
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
 *                                │     ▲
 *                                └─────┘ another candidate is promoted
 *
 *  any ── close(), or the server says not to come back ──▶ closed ──connect──▶ connecting
 * ```
 *
 * A connection has any number of candidates, each on trial, and carries by at most one: connected means that one carries.
 * While it carries another may be opened beside it and promoted once it is ready; nobody sees more of it than `switched`.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: Events;
  readonly #owner: Owner;
  readonly #negotiator: Negotiator;
  readonly #trials = new Map<Candidate, Trial>();
  readonly #candidateOwner: CandidateOwner;
  #state: State = "idle";
  #generation = 0;
  #switching: Candidate | undefined;
  #carrier: Candidate | undefined;
  #attempt = 0;
  #connectedAt = 0;
  #failed: FailedTransport[] = [];
  #cancelTimer: () => void = () => {};

  constructor(options: ConnectionOptions, events: Events, owner: Owner) {
    this.#options = options;
    this.#events = events;
    this.#owner = owner;
    this.#negotiator = new Negotiator(options.transports);
    this.#candidateOwner = {
      connect: (feed, extra) => owner.connect(feed, extra),
      ready: (candidate) => this.#trials.get(candidate)?.ready(),
      frame: ({ feed }, frame) => owner.frame(frame, feed),
      closing: (candidate, close) => this.#closing(candidate, close),
      down: (candidate, reason) => this.#down(candidate, reason),
    };
  }

  get state(): State {
    return this.#state;
  }

  /** The transport in use. */
  get transport(): TransportName | undefined {
    return this.#carrier?.name;
  }

  connect(): void {
    if (this.#state !== "idle" && this.#state !== "closed") return;
    this.#attempt = 0;
    this.#pass();
  }

  /** Opens `name` beside the transport in use, and goes over to it when it is ready. */
  switchTo(name: TransportName): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (reason: string) => reject(new WindsockError(reason, `Not switched to ${name}: ${reason}`));
      if (!this.#options.transports.includes(name)) return failed("bad-option");
      if (this.#state !== "connected") return failed("not-connected");
      if (this.#switching) this.#drop(this.#switching, "superseded");
      const ready = () => {
        this.#switching = undefined;
        this.#negotiator.prove(name);
        this.#promote(candidate);
        resolve();
      };
      // Nothing waits for it, so it has the longest time.
      const candidate = this.#open(name, this.#options.deadlines.last, { ready, failed, dropped: failed });
      this.#switching = candidate;
    });
  }

  /** Sends the commands that the feed which carries has to say; only when connected. */
  send(commands: (feed: Feed) => readonly Command[]): void {
    if (this.#carrier) this.#carrier.send(commands(this.#carrier.feed));
  }

  close(code: string, reason: string): void {
    this.#carrier?.end(this.#owner.farewell());
    this.#close(code, reason);
  }

  /** The network is gone: waits for {@link online}. */
  offline(): void {
    if (this.#state === "idle" || this.#state === "closed") return;
    this.#end("reconnecting", "offline");
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
    this.#end("connecting", reason);
    const generation = this.#generation;
    this.#events.emit("connecting", { transport: name, attempt: this.#attempt });
    // A listener may have ended it.
    if (generation !== this.#generation) return;
    const { deadlines } = this.#options;
    const candidate = this.#open(name, deadlines[this.#negotiator.last ? "last" : name], {
      ready: () => (this.#negotiator.answered(name) ? this.#promote(candidate) : this.#next("")),
      failed: (reason) => {
        this.#failed.push({ transport: name, reason });
        this.#next(reason);
      },
      dropped: () => {},
    });
  }

  /** Opens a candidate beside whatever there is; it is on trial until it is promoted, fails, or is dropped. */
  #open(name: TransportName, deadline: number, trial: Trial): Candidate {
    const { clock, create } = this.#options;
    const candidate = new Candidate(name, { clock, feed: this.#owner.feed(), deadline, create }, this.#candidateOwner);
    this.#trials.set(candidate, trial);
    candidate.open();
    return candidate;
  }

  #drop(candidate: Candidate, reason: string): void {
    const trial = this.#trials.get(candidate);
    this.#trials.delete(candidate);
    candidate.end();
    trial?.dropped(reason);
  }

  /** Gives a candidate that is ready to carry, in place of the one that does, if any. */
  #promote(candidate: Candidate): void {
    const previous = this.#carrier;
    this.#trials.delete(candidate);
    this.#move("connected");
    this.#carrier = candidate;
    this.#connectedAt = this.#options.clock.now();
    previous?.end();
    candidate.carry();
    this.#owner.carried(candidate.feed, candidate.reply);
    // A listener may have ended it.
    if (this.#carrier !== candidate) return;
    if (previous) this.#events.emit("switched", { from: previous.name, to: candidate.name });
    else this.#events.emit("connected", { transport: candidate.name, failed: this.#failed });
  }

  #down(candidate: Candidate, reason: string): void {
    if (candidate === this.#carrier) return this.#wait(reason);
    const trial = this.#trials.get(candidate);
    this.#trials.delete(candidate);
    candidate.end();
    trial?.failed(reason);
  }

  #closing(candidate: Candidate, { code, reason = "", reconnect = true }: ClosePush): void {
    const beside = this.#carrier !== undefined && this.#carrier !== candidate;
    if (reconnect || beside) this.#down(candidate, code);
    else this.#close(code, reason);
  }

  #wait(reason: string): void {
    const { backoff, clock, random } = this.#options;
    const lasted = this.#state === "connected" && clock.now() - this.#connectedAt >= LASTING;
    this.#attempt = lasted ? 1 : this.#attempt + 1;
    const delay = backoffDelay(this.#attempt, backoff, random);
    this.#end("reconnecting", reason);
    this.#cancelTimer = clock.after(delay, () => this.#pass());
    this.#events.emit("reconnecting", { reason, attempt: this.#attempt, delay });
  }

  #close(code: string, reason: string): void {
    if (this.#state === "closed") return;
    this.#end("closed", code);
    this.#owner.closed();
    this.#events.emit("closed", { code, reason });
  }

  /** Ends whatever there is, and goes to `next`. */
  #end(next: State, reason: string): void {
    this.#move(next);
    this.#generation++;
    this.#cancelTimer();
    if (this.#carrier) this.#owner.lost();
    this.#carrier?.end();
    this.#carrier = undefined;
    for (const candidate of [...this.#trials.keys()]) this.#drop(candidate, reason);
  }

  #move(next: State): void {
    if (!MOVES[this.#state].includes(next)) throw new Error(`no move from ${this.#state} to ${next}`);
    this.#state = next;
  }
}
