import { type Clock, patiently } from "./clock.js";
import type { Feed } from "./feed.js";
import {
  type ClosePush,
  type Command,
  type ConnectReply,
  command,
  type Frame,
  type TransportName,
} from "./protocol.js";
import type { Hints, Sink, Transport } from "./transports/transport.js";

/** Where a candidate stands: without a reply yet; proven by one; the one that commands go to; ended. */
export type CandidateState = "opening" | "ready" | "carrying" | "ended";

const MOVES: Readonly<Record<CandidateState, readonly CandidateState[]>> = {
  opening: ["ready", "ended"],
  ready: ["carrying", "ended"],
  carrying: ["ended"],
  ended: [],
};

/** What a candidate is made of. */
export interface CandidateParts {
  readonly clock: Clock;
  readonly feed: Feed;
  /** How long it may take to prove itself, in ms. */
  readonly deadline: number;
  readonly hints: Hints;
  /** What there is to tell the server of what was tried. */
  report(): string | undefined;
  create(name: TransportName, sink: Sink): Transport;
}

/** Who is told what becomes of a candidate. None of it is called from within the candidate's own methods. */
export interface CandidateOwner {
  /** The command that opens the connection. */
  connect(candidate: Candidate, extra?: object): Command;
  ping(): Command;
  /** The reply to `connect` has come: the candidate has proven itself, and may be given to carry. */
  ready(candidate: Candidate): void;
  /** Something has come on it, whatever it is. */
  alive(candidate: Candidate): void;
  /** Its stream was tested: whether what is sent on it comes when it is sent. */
  tested(candidate: Candidate, passed: boolean): void;
  /** Any frame after that. */
  frame(candidate: Candidate, frame: Frame): void;
  /** The server is about to end it. */
  closing(candidate: Candidate, close: ClosePush): void;
  /** It has failed, or was cut. */
  down(candidate: Candidate, reason: string): void;
}

/**
 * One transport of a client, from its opening on, with its own reply to `connect` and its own {@link Feed}. A client may
 * have several, of which one carries; the others deliver too, as far as what they bring has not been delivered yet.
 *
 * ```
 *  opening ── connect reply ──▶ ready ── carry() ──▶ carrying
 *     └── deadline, down, end() ──┴──────────────────────┴──▶ ended
 * ```
 *
 * An ended candidate is not heard any more, whatever its transport still says.
 */
export class Candidate {
  readonly name: TransportName;
  readonly feed: Feed;
  /** What the server said when it connected. */
  reply: ConnectReply = {};
  /** After how many ms it had proven itself. */
  took = 0;
  /** Whether its stream is still being tested. */
  testing = false;
  readonly #owner: CandidateOwner;
  readonly #transport: Transport;
  readonly #clock: Clock;
  #deadline: number;
  #cancelDeadline: () => void = () => {};
  #openedAt = 0;
  #state: CandidateState = "opening";
  #applied = false;

  constructor(
    name: TransportName,
    { clock, feed, deadline, hints, report, create }: CandidateParts,
    owner: CandidateOwner,
  ) {
    this.name = name;
    this.feed = feed;
    this.#owner = owner;
    this.#clock = clock;
    this.#deadline = deadline;
    const heard = (tell: () => void) => {
      if (this.#state !== "ended") tell();
    };
    this.#transport = create(name, {
      hints,
      connect: (extra) => owner.connect(this, { ...extra, report: report() }),
      ping: () => owner.ping(),
      pong: () => command("pong", { report: report() }),
      frame: (frame) => heard(() => this.#frame(frame)),
      alive: () => heard(() => owner.alive(this)),
      tested: (passed) => heard(() => this.#tested(passed)),
      down: (reason) => heard(() => owner.down(this, reason)),
    });
  }

  get state(): CandidateState {
    return this.#state;
  }

  /** For how long it has been open, in ms. */
  get age(): number {
    return this.#clock.now() - this.#openedAt;
  }

  /** Opens the transport. */
  open(): void {
    this.#openedAt = this.#clock.now();
    this.allow(this.#deadline);
    this.#transport.open();
  }

  /** Gives it so many ms from its opening on to prove itself. */
  allow(deadline: number): void {
    this.#deadline = deadline;
    this.#cancelDeadline();
    if (this.#state !== "opening") return;
    const left = Math.max(0, deadline - this.age);
    this.#cancelDeadline = patiently(this.#clock, left, () =>
      this.#owner.down(this, this.#transport.seemsOpen ? "silent-open" : "timeout"),
    );
  }

  send(commands: readonly Command[]): void {
    if (commands.length > 0) this.#transport.send(commands);
  }

  /** From now on it is the one that commands go to. */
  carry(): void {
    this.#move("carrying");
    this.feed.carry();
    this.#apply();
  }

  /** Ends it, without a word to the owner; `last` is sent before, where that can be. May be called twice. */
  end(last?: Command): void {
    if (this.#state === "ended") return;
    this.#move("ended");
    this.#cancelDeadline();
    this.#transport.close(last);
  }

  #frame(frame: Frame): void {
    if (frame.close) this.#owner.closing(this, frame.close);
    else if (this.#state !== "opening") this.#owner.frame(this, frame);
    else if (frame.connect) this.#answered(frame.connect);
    // Nothing but `connect` was sent, so the error is about that.
    else if (frame.error) this.#owner.down(this, frame.error.code);
  }

  #answered(reply: ConnectReply): void {
    this.#move("ready");
    this.#cancelDeadline();
    this.reply = reply;
    this.took = this.age;
    this.testing = reply.probe !== undefined;
    this.#owner.ready(this);
    if (this.state !== "ended") this.#apply();
  }

  #tested(passed: boolean): void {
    this.testing = false;
    this.#owner.tested(this, passed);
  }

  /** Takes what the reply says of the channels, once it is known whether this one carries. */
  #apply(): void {
    if (this.#applied) return;
    this.#applied = true;
    this.feed.connected(this.reply.channels);
  }

  #move(next: CandidateState): void {
    // biome-ignore lint/correctness/noUnusedLabels: what it marks is left out of what is built
    DEV: if (!MOVES[this.#state].includes(next)) throw new Error(`no move from ${this.#state} to ${next}`);
    this.#state = next;
  }
}
