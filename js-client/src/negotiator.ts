import type { Candidate } from "./candidate.js";
import type { Clock } from "./clock.js";
import { NetworkLimits } from "./limits.js";
import type { Memory } from "./memory.js";
import type { TransportName } from "./protocol.js";
import type { Start } from "./race.js";
import { DIED, HELD, Ranking } from "./ranking.js";
import { type Attempt, Report, type Why } from "./report.js";
import type { Hints } from "./transports/transport.js";

/** How long the server may take to answer the control request, in ms, for what fails meanwhile to be called blocked. */
const PROMPT = 2_500;

/** How a stream is padded at its beginning where it was not let through without, in bytes. */
const PADDING = 8_192;

/** The ends of a connection that a network makes. */
const CUT = "lost";

export interface NegotiatorParts {
  readonly transports: readonly TransportName[];
  readonly memory: Memory;
  readonly clock: Clock;
  /** How many ms after one transport the next is opened beside it. */
  readonly next: number;
  /** Where it tells what it tries and finds. Default: a report of its own. */
  readonly report?: Report;
  /** Asks by plain HTTP whether the server is there. */
  control(timeout: number): Promise<boolean>;
}

/** The end of a connection that carried. */
export interface Loss {
  readonly name: TransportName;
  readonly age: number;
  readonly quiet: number;
  readonly reason: string;
}

/**
 * Draws the conclusions: from what becomes of each transport, to which are tried when, and what is told of it. What it
 * knows it keeps for the network. It opens nothing, and has no timer.
 */
export class Negotiator {
  readonly report: Report;
  readonly ranking: Ranking;
  readonly limits: NetworkLimits;
  readonly #parts: NegotiatorParts;
  readonly #attempts = new Map<Candidate, Attempt>();
  /** The last loss, until it is known whether the server was there. */
  #loss: Loss | undefined;

  constructor(parts: NegotiatorParts) {
    const { transports, memory, clock, next } = parts;
    this.#parts = parts;
    this.report = parts.report ?? new Report(clock);
    this.ranking = new Ranking(transports, memory, clock, next);
    this.limits = new NetworkLimits(memory);
  }

  /** The network may be another now. */
  arrive(): void {
    this.#parts.memory.arrive();
    this.ranking.offer();
  }

  /** What can be tried beside the one that carries, to get a better one. */
  better(than: TransportName): readonly Start[] {
    return this.ranking.better(than);
  }

  hints(name: TransportName): Hints {
    const { blocked } = this.#parts.memory.of(name);
    const padding = name === "sse" && blocked ? PADDING : undefined;
    return { keepalive: this.limits.keepalive, padding };
  }

  opened(candidate: Candidate, why: Why): void {
    this.#attempts.set(candidate, this.report.opened(candidate.name, why));
  }

  /** It has its reply; returns whether the network is another than was thought. */
  proved(candidate: Candidate): boolean {
    const { name, took, reply } = candidate;
    const attempt = this.#attempts.get(candidate);
    if (attempt) attempt.proven = Math.round(took);
    const other = reply.network !== undefined && this.#parts.memory.told(reply.network);
    this.ranking.offer(reply.transports);
    this.ranking.proved(name, took);
    return other;
  }

  /** It carries now. */
  carries(candidate: Candidate): void {
    const attempt = this.#attempts.get(candidate);
    if (attempt) {
      attempt.carried = Math.round(candidate.age);
      this.report.note("carried", candidate.name, attempt.why, attempt.carried);
    }
    const lost = this.#loss?.name;
    this.#learn();
    this.ranking.carries(candidate.name);
    if (lost && this.ranking.blocked(lost) === DIED) this.report.found("blocked", lost, DIED);
  }

  /** It has ended, for this reason. */
  ended(candidate: Candidate, reason: string): void {
    const attempt = this.#attempts.get(candidate);
    this.#attempts.delete(candidate);
    if (!attempt) return;
    attempt.ended = Math.round(candidate.age);
    attempt.reason = reason;
    if (attempt.carried === null) this.report.note("failed", candidate.name, attempt.why, reason, attempt.ended);
  }

  /** A candidate has failed beside one that carries: its own fault only where the server is there. */
  async failed(candidate: Candidate, reason: string): Promise<void> {
    const { name, state } = candidate;
    if (state === "ready") {
      // It was on probation.
      if (reason === CUT) this.#block(name, DIED);
      return;
    }
    // What is not offered is not in the network's way.
    if (!this.ranking.offers(name)) return;
    // One verdict has been proven already.
    if (this.ranking.blocked(name)) return this.ranking.block(name, reason);
    const start = this.#parts.clock.now();
    const there = await this.#parts.control(2 * PROMPT);
    const prompt = this.#parts.clock.now() - start <= PROMPT;
    if (there && prompt) this.#block(name, reason);
    else this.report.found(there ? "server-slow" : "server-away", null);
  }

  /** What is sent on its stream comes when it is sent, or does not. */
  tested(name: TransportName, passed: boolean): void {
    if (!passed) this.#block(name, HELD);
    // That its stream comes in time says nothing of how long it lives.
    else if (this.ranking.blocked(name) === HELD) this.ranking.acquit(name);
  }

  /** What carried has ended. */
  lost(loss: Loss): void {
    this.#loss = loss;
    if (loss.reason === CUT) this.ranking.died(loss.name, loss.age);
  }

  /** No transport was answered: the server is away, which says nothing about any of them, nor about the last loss. */
  away(): void {
    this.#loss = undefined;
    this.ranking.away();
    this.report.found("server-away", null);
  }

  /** Another connection was made at once, so the last one did not end for the server's sake. */
  #learn(): void {
    const loss = this.#loss;
    this.#loss = undefined;
    if (!loss) return;
    const { name, age, quiet, reason } = loss;
    const { keepalive } = this.limits;
    const rotation = this.limits.rotation(name);
    if (reason === CUT) this.limits.cut(name, age, quiet);
    else if (reason === "silent") this.limits.forgotten();
    if (this.limits.keepalive !== keepalive) this.report.found("idle-limit", name, `${this.limits.keepalive} ms`);
    if (this.limits.rotation(name) !== rotation)
      this.report.found("lifespan", name, `${this.limits.rotation(name)} ms`);
  }

  #block(name: TransportName, reason: string): void {
    this.ranking.block(name, reason);
    this.report.found("blocked", name, reason);
    this.report.note("blocked", name, reason);
  }
}
