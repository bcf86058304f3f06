import type { Clock } from "./clock.js";
import type { Memory } from "./memory.js";
import type { TransportName } from "./protocol.js";
import type { Start } from "./race.js";

/** Below which age, in ms, the end of a connection is a death, and how many in a row demote. */
export const YOUNG = 5_000;
const DEATHS = 3;

/** How long, in ms, what has died young must live on trial before it carries again. */
const PROBATION = 6_000;

/** The longest that a transport is waited for which is known to be slow here, in ms. */
const PATIENCE = 3_000;

/** How long, in ms, a verdict holds at first, and at most; it doubles each time. */
const VERDICT = 60_000;
const LONGEST = 60 * 60_000;

/** Beyond which age, in ms, a connection shows that its transport lives. */
const LASTING = 30_000;

/** The verdicts that a reply alone does not lift. */
export const DIED = "died-young";
export const HELD = "held-back";

/**
 * Decides which transports are tried, in which order, from what has happened in this network so far. It opens nothing.
 *
 * The transport that worked last is first, then the others, the best first; what is blocked comes last, since that is still
 * better than nothing. Only what happened while the server was there counts against a transport.
 */
export class Ranking {
  readonly #all: readonly TransportName[];
  /** Those of them that the server offers, as far as it is known. */
  #order: readonly TransportName[];
  readonly #memory: Memory;
  readonly #clock: Clock;
  readonly #next: number;
  /** What has just died young, as long as it is not known whether the server is there. */
  #dead: TransportName | undefined;

  /** `next` is how many ms after one transport the next is opened beside it. */
  constructor(order: readonly TransportName[], memory: Memory, clock: Clock, next: number) {
    this.#all = order;
    this.#order = order;
    this.#memory = memory;
    this.#clock = clock;
    this.#next = next;
  }

  /** The server offers only these here; without a word of it, all. */
  offer(names: readonly TransportName[] = this.#all): void {
    this.#order = this.#all.filter((name) => names.includes(name));
  }

  offers(name: TransportName): boolean {
    return this.#order.includes(name);
  }

  /** The transports of a race; `without` is left out. */
  starts(without?: TransportName): Start[] {
    const rank = (name: TransportName) => {
      const first = name === this.#memory.facts.worked ? 0 : this.#order.indexOf(name) + 1;
      return this.blocked(name) ? 10 + first : first;
    };
    const names = this.#order.filter((name) => name !== without).sort((a, b) => rank(a) - rank(b));
    return names.map((name, i) => ({ name, after: this.#patience(names[i - 1]) }));
  }

  /** The transports that are worth a try beside this one. */
  better(than: TransportName): Start[] {
    const names = this.#order.filter((name) => this.outranks(name, than) && !this.#rests(name));
    return names.map((name, i) => ({ name, after: this.#patience(names[i - 1]) }));
  }

  outranks(name: TransportName, other: TransportName): boolean {
    return this.offers(name) && this.#order.indexOf(name) < this.#order.indexOf(other);
  }

  /** Why it is not tried before the others; `undefined` where it is. */
  blocked(name: TransportName): string | undefined {
    if (name === this.#dead && this.#deaths(name) >= DEATHS) return DIED;
    const { blocked, until = 0 } = this.#memory.of(name);
    const left = until - this.#clock.date();
    // Longer than the longest it is only where somebody has set the clock.
    return left > 0 && left <= LONGEST ? blocked : undefined;
  }

  /** Whether what worked last has the better rank. */
  prefers(name: TransportName): TransportName | undefined {
    const { worked } = this.#memory.facts;
    return worked && this.outranks(worked, name) && !this.blocked(worked) ? worked : undefined;
  }

  /** How long, in ms, it must live on trial before it carries. */
  probation(name: TransportName): number {
    return this.#deaths(name) >= DEATHS ? PROBATION : 0;
  }

  /** It has proven itself, after so many ms. */
  proved(name: TransportName, took: number): void {
    const facts = this.#memory.of(name);
    facts.took = Math.round(took);
    const { blocked } = facts;
    // For two verdicts a reply is no proof of the contrary.
    if (!blocked || blocked === HELD || blocked === DIED) return;
    this.acquit(name);
    delete facts.strikes;
  }

  /** It carries now; what died just before died of something else than the server's absence. */
  carries(name: TransportName): void {
    if (this.#dead) this.#count(this.#dead);
    this.#dead = undefined;
    this.#memory.facts.worked = name;
    this.#memory.save();
  }

  /** It has stood the test of time. If it dies young again later on, it is left alone for longer. */
  lasted(name: TransportName): void {
    delete this.#memory.of(name).young;
    this.acquit(name);
  }

  /** It was found not to work while the server was there. */
  block(name: TransportName, reason: string): void {
    const facts = this.#memory.of(name);
    facts.strikes = (facts.strikes ?? 0) + 1;
    facts.blocked = reason;
    facts.until = this.#clock.date() + Math.min(LONGEST, VERDICT * 2 ** (facts.strikes - 1));
    this.#memory.save();
  }

  acquit(name: TransportName): void {
    delete this.#memory.of(name).blocked;
  }

  /** What carried was cut at this age. */
  died(name: TransportName, age: number): void {
    if (age < YOUNG) this.#dead = name;
    else if (age > LASTING) delete this.#memory.of(name).young;
  }

  /** No transport was answered: the server is away, which says nothing about any of them. */
  away(): void {
    this.#dead = undefined;
    this.offer();
  }

  #deaths(name: TransportName): number {
    return (this.#memory.of(name).young ?? 0) + (name === this.#dead ? 1 : 0);
  }

  #count(name: TransportName): void {
    const facts = this.#memory.of(name);
    facts.young = (facts.young ?? 0) + 1;
    if (facts.young >= DEATHS) this.block(name, DIED);
  }

  /** Whether it is left alone for now: a try of it would look like success. */
  #rests(name: TransportName): boolean {
    const blocked = this.blocked(name);
    return blocked === DIED || blocked === HELD;
  }

  #patience(before: TransportName | undefined): number {
    if (!before) return 0;
    const { took = 0 } = this.#memory.of(before);
    return before === this.#memory.facts.worked ? Math.min(PATIENCE, Math.max(this.#next, 2 * took)) : this.#next;
  }
}
