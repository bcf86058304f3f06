import { type Clock, patiently } from "./clock.js";

/** How long after a ping of the client, in ms, the connection is suspected, and how long until it is given up. */
const ANSWER = 3_000;
const END = 7_000;

/** What is done about a connection that is quiet. */
export interface HealthOwner {
  /** Sends a ping, which is to be answered. */
  ping(): void;
  /** The answer is overdue. The connection may be dead, or only slow. */
  suspect(): void;
  /** Something has come after all. */
  relieved(): void;
  /** Nothing has come for too long. */
  dead(): void;
}

/**
 * Watches over one connection, by what arrives on it.
 *
 * ```
 *  heard ── quiet for too long ──▶ asked ── no answer ──▶ suspected ── still none ──▶ dead
 *    ▲                               │                        │
 *    └────────── anything ───────────┴────────────────────────┘
 * ```
 */
export class Health {
  readonly #clock: Clock;
  readonly #owner: HealthOwner;
  #quiet = 0;
  #heardAt = 0;
  #state: "heard" | "asked" | "suspected" = "heard";
  #cancel: () => void = () => {};

  constructor(clock: Clock, owner: HealthOwner) {
    this.#clock = clock;
    this.#owner = owner;
  }

  /** For how many ms nothing has come. */
  get quiet(): number {
    return this.#clock.now() - this.#heardAt;
  }

  /** A new connection begins, which is to be asked when it was quiet for so many ms. */
  start(quiet: number): void {
    this.#quiet = quiet;
    this.#heardAt = this.#clock.now();
    this.#watch();
  }

  /** Something has come. It only notes the time: a busy stream must not make a timer for each message. */
  heard(): void {
    this.#heardAt = this.#clock.now();
    if (this.#state === "heard") return;
    const suspected = this.#state === "suspected";
    this.#watch();
    if (suspected) this.#owner.relieved();
  }

  /** Asks now, since there is reason to; an answer is due within this many ms. */
  check(within: number): void {
    if (this.#state === "heard") this.#ask(within);
  }

  stop(): void {
    this.#cancel();
  }

  #watch(): void {
    this.#cancel();
    this.#state = "heard";
    const left = this.#heardAt + this.#quiet - this.#clock.now();
    if (left <= 0) return this.#ask(ANSWER);
    this.#cancel = this.#clock.after(left, () => this.#watch());
  }

  #ask(within: number): void {
    this.#cancel();
    this.#state = "asked";
    this.#cancel = patiently(this.#clock, within, () => {
      this.#state = "suspected";
      this.#cancel = patiently(this.#clock, ANSWER + END - within, () => this.#owner.dead());
      this.#owner.suspect();
    });
    this.#owner.ping();
  }
}
