import type { Clock } from "./clock.js";
import type { Feed } from "./feed.js";
import type { ClosePush, Command, ConnectReply, Frame, TransportName } from "./protocol.js";
import type { Sink, Transport } from "./transports/transport.js";

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
  create(name: TransportName, sink: Sink): Transport;
}

/** Who is told what becomes of a candidate. None of it is called from within the candidate's own methods. */
export interface CandidateOwner {
  /** The command that opens the connection. */
  connect(feed: Feed, extra?: object): Command;
  /** The reply to `connect` has come: the candidate has proven itself, and may be given to carry. */
  ready(candidate: Candidate): void;
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
  readonly #owner: CandidateOwner;
  readonly #transport: Transport;
  readonly #startDeadline: () => () => void;
  #cancelDeadline: () => void = () => {};
  #state: CandidateState = "opening";
  #reply: ConnectReply = {};
  #applied = false;

  constructor(name: TransportName, { clock, feed, deadline, create }: CandidateParts, owner: CandidateOwner) {
    this.name = name;
    this.feed = feed;
    this.#owner = owner;
    this.#startDeadline = () => clock.after(deadline, () => owner.down(this, "timeout"));
    this.#transport = create(name, {
      connect: (extra) => owner.connect(feed, extra),
      frame: (frame) => this.#frame(frame),
      down: (reason) => this.#state !== "ended" && owner.down(this, reason),
    });
  }

  get state(): CandidateState {
    return this.#state;
  }

  /** What the server said when it connected. */
  get reply(): ConnectReply {
    return this.#reply;
  }

  /** Opens the transport. */
  open(): void {
    this.#cancelDeadline = this.#startDeadline();
    this.#transport.open();
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
    if (this.#state === "ended") return;
    if (frame.close) this.#owner.closing(this, frame.close);
    else if (this.#state !== "opening") this.#owner.frame(this, frame);
    else if (frame.connect) this.#answered(frame.connect);
    // Nothing but `connect` was sent, so the error is about that.
    else if (frame.error) this.#owner.down(this, frame.error.code);
  }

  #answered(reply: ConnectReply): void {
    this.#move("ready");
    this.#cancelDeadline();
    this.#reply = reply;
    this.#owner.ready(this);
    if (this.state !== "ended") this.#apply();
  }

  /** Takes what the reply says of the channels, once it is known whether this one carries. */
  #apply(): void {
    if (this.#applied) return;
    this.#applied = true;
    this.feed.connected(this.#reply.channels);
  }

  #move(next: CandidateState): void {
    if (!MOVES[this.#state].includes(next)) throw new Error(`no move from ${this.#state} to ${next}`);
    this.#state = next;
  }
}
