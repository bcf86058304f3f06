import { type Backoff, backoffDelay } from "./backoff.js";
import type { Candidate } from "./candidate.js";
import type { Clock } from "./clock.js";
import { WindsockError } from "./errors.js";
import type { Events, FailedTransport } from "./events.js";
import type { Feed } from "./feed.js";
import { Health } from "./health.js";
import type { Negotiator } from "./negotiator.js";
import { Probes } from "./probes.js";
import type { ClosePush, Command, ConnectReply, Frame, TransportName } from "./protocol.js";
import { Race, type Start } from "./race.js";
import type { Why } from "./report.js";
import { move, type State } from "./state.js";
import type { Sink, Transport } from "./transports/transport.js";
import { type Trial, Trials } from "./trials.js";

/** How long a connection must have lasted, in ms, for the next loss not to count as one more in a row. */
const LASTING = 10_000;

/** The server's ping interval where it does not say, in ms, and how late a ping may be before the client asks. */
const DEFAULT_PING = 25_000;
const LATE = 3_000;

/** How soon an answer is due, in ms, where there is reason to doubt the connection. */
const DOUBT = 1_000;

/** How long, in ms, one that is ready waits for a better one that is tried once more. */
const ONCE_MORE = 500;

export interface ConnectionOptions {
  readonly transports: readonly TransportName[];
  readonly timeouts: Patience;
  readonly backoff: Backoff;
  readonly clock: Clock;
  readonly random: () => number;
  readonly negotiator: Negotiator;
  create(name: TransportName, sink: Sink): Transport;
}

/** How long a transport may take to prove itself, in ms. */
export interface Patience {
  /** Where another carries already. */
  readonly better: number;
  /** Where none does. */
  readonly last: number;
}

/** What a connection is for. */
export interface Owner {
  /** The channels for one more transport. */
  feed(): Feed;
  /** The command that opens a connection. */
  connect(feed: Feed, extra?: object): Command;
  /** A command that is answered. */
  ping(): Command;
  /** This feed's transport carries from now on; there was none before, or another. */
  carried(feed: Feed, reply: ConnectReply): void;
  frame(frame: Frame, feed: Feed): void;
  /** The connection that carried has ended, and another may come. */
  lost(): void;
  /** The last command of a client that ends of its own will, where it does end. */
  farewell(): Command | undefined;
  /** There will be no other connection, unless the application asks for one. */
  closed(): void;
}

/** Why a candidate was opened that carries only where it is better than what there is. */
const VOLUNTARY: readonly Why[] = ["connect", "reconnect", "better"];

/**
 * Keeps a connection, on the best transport that works.
 *
 * ```
 *  idle ──connect──▶ connecting ◀──────────── backoff over, or online ─┐
 *                     │      │                                          │
 *                     │      └── all have failed, or offline ──▶ reconnecting ◀─┐
 *                     │                                             ▲    └──────┘ offline
 *    the first reply  └──▶ connected ──────── lost, or offline ─────┘
 *                           │     ▲
 *                           └─────┘ another is promoted
 *
 *  any ── close(), or the server says not to come back ──▶ closed ──connect──▶ connecting
 * ```
 *
 * Transports race: several candidates are open at a time, each on trial, and the first that has a reply carries. While it
 * carries others go on, or are opened beside it: better ones, or any where there is doubt about it. One that is ready is
 * promoted and takes over while the one before still delivers; nobody sees more of it than `switched`.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: Events;
  readonly #owner: Owner;
  readonly #negotiator: Negotiator;
  readonly #health: Health;
  readonly #probes: Probes;
  readonly #trials: Trials;
  #state: State = "idle";
  #generation = 0;
  #race: Race | undefined;
  #switching: Candidate | undefined;
  #carrier: Candidate | undefined;
  #attempt = 0;
  #connectedAt = 0;
  /** When there was last a reason to doubt that all is as before. */
  #doubtedAt = -LASTING;
  #failed: FailedTransport[] = [];
  /** What failed in this pass was tried once more. */
  #again = false;
  #cancelTimer: () => void = () => {};

  constructor(options: ConnectionOptions, events: Events, owner: Owner) {
    const { clock, random, negotiator } = options;
    this.#options = options;
    this.#events = events;
    this.#owner = owner;
    this.#negotiator = negotiator;
    this.#probes = new Probes(clock, random, () => this.#probe());
    this.#health = new Health(clock, {
      ping: () => this.#carrier?.send([owner.ping()]),
      suspect: () => this.#beside("suspect", negotiator.ranking.starts()),
      relieved: () => this.#trials.dropAll("unneeded", ({ why }) => why === "suspect"),
      dead: () => this.#lost("silent"),
    });
    this.#trials = new Trials(negotiator, {
      connect: ({ feed }, extra) => owner.connect(feed, extra),
      ping: () => owner.ping(),
      ready: (candidate) => this.#ready(candidate),
      alive: (candidate) => candidate === this.#carrier && this.#health.heard(),
      tested: (candidate, passed) => this.#tested(candidate, passed),
      frame: ({ feed }, frame) => owner.frame(frame, feed),
      closing: (candidate, close) => this.#closing(candidate, close),
      down: (candidate, reason) => this.#down(candidate, reason),
    });
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
      if (this.#switching) this.#trials.drop(this.#switching, "superseded");
      const settle = (reason?: string) => (reason === undefined ? resolve() : failed(reason));
      // Nothing waits for it, so it has the longest time.
      this.#switching = this.#open(name, "asked", this.#options.timeouts.last, settle);
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

  /** The network is gone, or the page is put away: waits for {@link online}. */
  offline(reason = "offline"): void {
    if (this.#state === "idle" || this.#state === "closed") return;
    this.#end("reconnecting", reason);
    this.#events.emit("reconnecting", { reason, attempt: this.#attempt, delay: null });
  }

  /** The network may be back, or another, or the machine has woken: does not wait any longer, and trusts nothing. */
  online(): void {
    this.#negotiator.arrive();
    this.#probes.renew();
    this.#doubtedAt = this.#options.clock.now();
    if (this.#state === "reconnecting") this.#pass();
    else if (this.#state === "connected") this.#health.check(DOUBT);
  }

  /** Nobody sees the page, or somebody does again. */
  hide(hidden: boolean): void {
    this.#probes.hide(hidden);
    if (!hidden) this.online();
  }

  #pass(): void {
    this.#failed = [];
    this.#again = false;
    this.#end("connecting", "");
    this.#run(this.#attempt === 0 ? "connect" : "reconnect", this.#negotiator.ranking.starts());
  }

  /** Lets these transports race. */
  #run(why: Why, starts: readonly Start[]): void {
    this.#race?.stop();
    this.#race = new Race(this.#options.clock, starts, (name) => this.#enter(name, why));
    this.#race.next();
  }

  /** Lets others race beside the one that carries. */
  #beside(why: Why, starts: readonly Start[]): void {
    const [first] = starts;
    if (this.#carrier && first) this.#run(why, starts);
  }

  #enter(name: TransportName, why: Why): void {
    const { timeouts } = this.#options;
    if (this.#carrier) return void this.#open(name, why, timeouts.better);
    const generation = this.#generation;
    this.#events.emit("connecting", { transport: name, attempt: this.#attempt });
    // A listener may have ended it.
    if (generation === this.#generation) this.#open(name, why, timeouts.last);
  }

  #open(name: TransportName, why: Why, deadline: number, settle?: Trial["settle"]): Candidate {
    const { clock, create } = this.#options;
    return this.#trials.open(name, why, { clock, feed: this.#owner.feed(), deadline, create }, settle).candidate;
  }

  #ready(candidate: Candidate): void {
    const trial = this.#trials.of(candidate);
    if (!trial) return;
    const { clock } = this.#options;
    const { ranking } = this.#negotiator;
    const { name } = candidate;
    if (this.#negotiator.proved(candidate)) this.#probes.renew();
    const probation = ranking.probation(name);
    if (!this.#carrier) this.#first(candidate, trial);
    else if (!VOLUNTARY.includes(trial.why)) this.#promote(candidate);
    else if (!ranking.outranks(name, this.#carrier.name)) this.#trials.drop(candidate, "unneeded");
    else if (probation > 0) {
      // A stream is ready twice: it has its reply, and stands the test of timing.
      trial.cancel();
      trial.cancel = clock.after(probation, () => {
        ranking.lasted(name);
        this.#promote(candidate);
      });
    } else if (!candidate.testing) this.#promote(candidate);
  }

  /** The first that is ready carries; only what worked before and failed just now is tried once more, since it may have been early in a restart. */
  #first(candidate: Candidate, trial: Trial): void {
    const preferred = this.#negotiator.ranking.prefers(candidate.name);
    const failed = this.#failed.some(({ transport }) => transport === preferred);
    if (!preferred || !failed || this.#again) return this.#promote(candidate);
    this.#again = true;
    trial.cancel = this.#options.clock.after(ONCE_MORE, () => this.#promote(candidate));
    this.#open(preferred, "reconnect", this.#options.timeouts.last);
  }

  /** Gives a candidate that is ready to carry, in place of the one that does, if any. */
  #promote(candidate: Candidate): void {
    const previous = this.#carrier;
    const trial = this.#trials.take(candidate);
    const { ranking } = this.#negotiator;
    const { name } = candidate;
    this.#state = move(this.#state, "connected");
    this.#carrier = candidate;
    this.#connectedAt = this.#options.clock.now();
    if (previous) this.#replace(previous, trial?.why);
    this.#negotiator.carries(candidate);
    // Only better ones are of interest from now on, and they have less time: it was shown how long it takes.
    this.#race?.keep((other) => ranking.outranks(other, name));
    this.#trials.dropAll("unneeded", (other) => other.why !== "asked" && !ranking.outranks(other.candidate.name, name));
    const { better } = this.#options.timeouts;
    for (const other of this.#trials.all) other.candidate.allow(Math.max(better, 3 * candidate.took));
    this.#tend(candidate, trial?.why === "asked");
    candidate.carry();
    this.#owner.carried(candidate.feed, candidate.reply);
    trial?.settle();
    // A listener may have ended it.
    if (this.#carrier !== candidate) return;
    if (previous) this.#events.emit("switched", { from: previous.name, to: candidate.name });
    else this.#events.emit("connected", { transport: candidate.name, failed: this.#failed });
  }

  #replace(previous: Candidate, why: Why | undefined): void {
    if (why === "suspect") this.#learn(previous, "silent");
    this.#negotiator.ended(previous, why === "suspect" ? "silent" : "replaced");
    previous.end();
  }

  /** What a sleep, or a change of network, has ended says nothing of the network. */
  #learn({ name, age }: Candidate, reason: string): void {
    const doubted = this.#options.clock.now() - this.#doubtedAt < LASTING;
    if (!doubted) this.#negotiator.lost({ name, age, quiet: this.#health.quiet, reason });
  }

  /** Does what keeps a connection alive, and tries for a better one, unless the application asked for this one. */
  #tend({ name, age, reply }: Candidate, asked: boolean): void {
    const { ranking, limits } = this.#negotiator;
    const { clock, timeouts, transports } = this.#options;
    this.#health.start(Math.min((reply.ping ?? DEFAULT_PING) + LATE, limits.keepalive ?? Number.POSITIVE_INFINITY));
    this.#cancelTimer();
    const rotation = limits.rotation(name);
    if (rotation) this.#cancelTimer = clock.after(rotation - age, () => this.#open(name, "rotate", timeouts.better));
    if (!asked && transports.some((other) => ranking.outranks(other, name))) this.#probes.start();
    else this.#probes.stop();
  }

  #probe(): void {
    const trying = this.#trials.all.some(({ why }) => why !== "asked");
    if (this.#carrier && !trying) this.#beside("better", this.#negotiator.better(this.#carrier.name));
  }

  #tested(candidate: Candidate, passed: boolean): void {
    const { name } = candidate;
    this.#negotiator.tested(name, passed);
    if (candidate === this.#carrier) {
      if (!passed) this.#beside("held-back", this.#negotiator.ranking.starts(name));
    } else if (!passed) this.#trials.drop(candidate, "held-back");
    else if (candidate.state === "ready") this.#ready(candidate);
  }

  #down(candidate: Candidate, reason: string): void {
    if (candidate === this.#carrier) return this.#lost(reason);
    const trial = this.#trials.of(candidate);
    const on = this.#carrier !== undefined;
    if (!trial) return;
    if (on && VOLUNTARY.includes(trial.why)) void this.#negotiator.failed(candidate, reason);
    if (!on) this.#failed.push({ transport: candidate.name, reason });
    this.#trials.drop(candidate, reason);
    if (trial.why !== "asked") this.#race?.next();
    if (!on) this.#fallen(reason);
  }

  /** One has failed while none carries. */
  #fallen(reason: string): void {
    const waiting = this.#trials.all.find(({ candidate }) => candidate.state === "ready");
    if (waiting) this.#promote(waiting.candidate);
    else if (this.#trials.all.length === 0 && this.#race?.over) {
      this.#negotiator.away();
      this.#wait(reason);
    }
  }

  #lost(reason: string): void {
    if (this.#carrier) this.#learn(this.#carrier, reason);
    this.#wait(reason);
  }

  #closing(candidate: Candidate, { code, reason = "", reconnect = true, after }: ClosePush): void {
    if (this.#carrier && this.#carrier !== candidate) this.#down(candidate, code);
    else if (!reconnect) this.#close(code, reason);
    else if (after === undefined) this.#down(candidate, code);
    else this.#wait(code, after);
  }

  #wait(reason: string, slot?: number): void {
    const { backoff, clock, random } = this.#options;
    const lasted = this.#state === "connected" && clock.now() - this.#connectedAt >= LASTING;
    this.#attempt = lasted ? 1 : this.#attempt + 1;
    const delay = slot ?? backoffDelay(this.#attempt, backoff, random);
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
    this.#state = move(this.#state, next);
    this.#generation++;
    this.#cancelTimer();
    this.#race?.stop();
    this.#health.stop();
    this.#probes.stop();
    if (this.#carrier) {
      this.#owner.lost();
      this.#carrier.end();
      this.#negotiator.ended(this.#carrier, reason);
    }
    this.#carrier = undefined;
    this.#trials.dropAll(reason);
  }
}
