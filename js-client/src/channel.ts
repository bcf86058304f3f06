import { type Listener, Listeners } from "./listeners.js";
import type { Position, PresentMember, Publication, Skipped } from "./protocol.js";

/** Is given each publication of a channel, in order, once. */
export type PublicationListener = (publication: Publication) => unknown;

/** Someone has come into a channel or left it, at this position among the channel's publications. */
export interface PresenceChange extends Position, PresentMember {
  readonly channel: string;
}

/** The events of a subscription, by name, and what their listeners are given. */
export interface SubscriptionEvents {
  /** Someone has come, or left; only where the channel's rules have joins on. In order with the publications. */
  join: PresenceChange;
  leave: PresenceChange;
  /** All that was missed has been delivered, up to this position: once, and again after each loss of the connection. */
  live: Position;
  /** Publications that were left out because only the newest were asked for; `history` has them. */
  skipped: Skipped;
}

/** Where a subscription begins, and how fast what was missed comes. */
export interface SubscribeOptions {
  /** Begins after this position, instead of now. */
  readonly since?: Position;
  /** Begins with at most so many of the newest publications: of the log, or of those after `since`; up to 1,000. */
  readonly newest?: number;
  /**
   * Of what was missed so many at a time; the next when the listener has had them, and where it returns promises, when
   * those are settled.
   */
  readonly page?: number;
}

/** One listener on one channel. */
export interface Subscription {
  readonly channel: string;
  /** The position reached: of the last entry that the listener was given, or where it began; else `undefined`. */
  readonly position: Position | undefined;
  /** Calls `listener` at each `event`; returns what ends that. */
  on<E extends keyof SubscriptionEvents>(event: E, listener: Listener<SubscriptionEvents[E]>): () => void;
  /** Ends it: no listener is called again. May be called twice. */
  unsubscribe(): void;
}

/** A subscription, and how far it has come. */
export class Subscriber implements Subscription {
  readonly channel: string;
  readonly listener: PublicationListener;
  readonly listeners: Listeners<SubscriptionEvents> = new Listeners();
  readonly page: number | undefined;
  /** Where it was told to begin, or another where it joined. */
  stated: Position | undefined;
  readonly #leave: (subscriber: Subscriber) => void;
  position: Position | undefined;
  /** Where it was before it was moved; `undefined` where nobody in this tab was there. */
  before: Position | undefined;
  /** With how many of the newest it is still to begin. */
  newest: number | undefined;
  /** Its position is a guess at where the newest begin, so that what is not there any more is no gap. */
  guessed = false;
  live = false;
  /** Of one that stands for another tab, which has its own positions: resolves when that has had a page. */
  turn: (() => Promise<void>) | undefined;

  constructor(
    channel: string,
    listener: PublicationListener,
    { since, newest, page }: SubscribeOptions,
    leave: (subscriber: Subscriber) => void,
  ) {
    this.channel = channel;
    this.listener = listener;
    this.stated = since;
    this.position = since;
    this.newest = newest || undefined;
    this.page = page;
    this.#leave = leave;
  }

  on<E extends keyof SubscriptionEvents>(event: E, listener: Listener<SubscriptionEvents[E]>): () => void {
    return this.listeners.on(event, listener);
  }

  unsubscribe(): void {
    this.#leave(this);
  }

  move(position: Position): void {
    this.before = this.guessed || this.turn ? undefined : this.position;
    this.position = position;
    this.newest = undefined;
    this.guessed = false;
  }

  /** Begins so far before `newest` that as many publications follow as are asked for, at most. */
  begin(newest: Position): void {
    const count = this.newest;
    const { epoch, offset } = newest;
    this.move(newest);
    if (!count) return;
    this.position = { epoch, offset: Math.max(0, offset - count) };
    this.guessed = offset > 0;
  }
}

/**
 * One channel that is followed, with all its subscribers. Each has its own position, so that one that joins with an
 * older position can be served what the others have had: the channel asks for the oldest, and each drops what it has.
 */
export class Channel {
  readonly name: string;
  /** The server has refused it, and was not asked again since. */
  refused = false;
  /** The newest position, as the server said when it began to follow what is asked for now. */
  head: Position | undefined;
  readonly #subscribers = new Set<Subscriber>();
  #asking: object = {};
  #epoch: string | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Stands for one time of asking the server; a new one means that what was asked for before is no longer wanted. */
  get asking(): object {
    return this.#asking;
  }

  get everyone(): Subscriber[] {
    return [...this.#subscribers];
  }

  get empty(): boolean {
    return this.#subscribers.size === 0;
  }

  /** The position to ask for: the oldest that any has; where none has one it is `undefined`, from now on. */
  get position(): Position | undefined {
    return this.#oldest(this.#subscribers);
  }

  /** The same of those in this tab. */
  get own(): Position | undefined {
    return this.#oldest(this.everyone.filter(({ turn }) => !turn));
  }

  /** With how many of the newest to begin: only where all of them are to. */
  get newest(): number | undefined {
    const wanted = this.everyone.map(({ newest }) => newest ?? Number.NaN);
    const most = Math.max(...wanted);
    return most || undefined;
  }

  /** How many to ask for at a time, where all that still catch up want it so. */
  get page(): number | undefined {
    const wanted = this.everyone.filter(({ live }) => !live).map(({ page }) => page ?? Number.NaN);
    const least = Math.min(...wanted);
    return least < Number.POSITIVE_INFINITY ? least : undefined;
  }

  /** Asks anew. */
  ask(): void {
    this.#asking = {};
    this.refused = false;
    this.head = undefined;
  }

  join(subscriber: Subscriber): void {
    const before = this.position;
    const { position } = subscriber;
    // Only the server knows whether there is anything that the others have not had.
    const ahead = position && this.everyone.every((own) => isAfter(position, own.position));
    this.#subscribers.add(subscriber);
    if (!position && before) subscriber.begin(before);
    // Where another was told to begin, the log may not have come so far.
    if (this.everyone.some(({ stated }) => stated === before)) subscriber.stated = subscriber.position;
    if (this.refused || ahead || this.position !== before) this.ask();
  }

  has(subscriber: Subscriber): boolean {
    return this.#subscribers.has(subscriber);
  }

  /** Returns whether it was here. */
  leave(subscriber: Subscriber): boolean {
    return this.#subscribers.delete(subscriber);
  }

  /** The connection was lost: they have to catch up again. */
  lost(): void {
    this.head = undefined;
    for (const subscriber of this.#subscribers) subscriber.live = false;
  }

  /**
   * The server follows the channel; `head` is the position of its newest entry. Those without a position begin there,
   * but for those that are to begin with what comes, where the `newest` were asked for. Returns whether one begins before
   * that, so that what was asked for may not be enough.
   */
  follow(head: Position, newest: number | undefined): boolean {
    this.#epoch = head.epoch;
    this.refused = false;
    this.head = head;
    const beginning = this.everyone.filter((own) => {
      const awaits = newest !== undefined && own.newest !== undefined && head.offset > 0;
      return !own.position && !awaits;
    });
    for (const subscriber of beginning) subscriber.begin(head);
    return beginning.some(({ guessed }) => guessed && head.offset > 0);
  }

  /** Whether one states a position of another epoch than the log's. */
  get elsewhere(): boolean {
    return this.everyone.some(({ position }) => position && position.epoch !== this.#epoch);
  }

  /** Moves those back to `head` that were told to begin beyond it; returns where the one furthest behind in this tab was. */
  back(head: Position): Position | undefined {
    return this.#left(
      this.#move(head, ({ stated, position }) => stated && position === stated && isAfter(stated, head)),
    );
  }

  /** Whether all have had what comes up to `position`. */
  reaches(position: Position): boolean {
    return this.everyone.every((own) => !lags(own, position));
  }

  /** Moves on to an entry of the log; returns those that did not have it. */
  receive({ epoch, offset }: Position): Subscriber[] {
    const position = { epoch, offset };
    return this.#move(position, (own) => lags(own, position));
  }

  /**
   * Moves to just before `next`; returns where the one in this tab was that was furthest behind, `undefined` where none
   * was elsewhere. Mostly that is forward; where they are beyond the log's end, as `after` is, it is back.
   */
  skip(after: Position, next: Position): Position | undefined {
    const position = before(next);
    const back = isAfter(after, position);
    const moved = this.#move(position, (own) => lags(own, position) || (back && !lags(own, after)));
    const from = this.#left(moved);
    this.#epoch = next.epoch;
    return from;
  }

  /** Nothing is to come between `first` and `head`; those that are there in this epoch go to its end, and are returned. */
  advance(head: Position, first = 0): Subscriber[] {
    return this.#move(head, ({ position }) => position && isAfter(head, position) && position.offset >= first);
  }

  /** Those that have come up to `head` only now. */
  arrived(head: Position): Subscriber[] {
    if (!this.reaches(head)) return [];
    const arrived = this.everyone.filter(({ live }) => !live);
    for (const subscriber of arrived) {
      subscriber.live = true;
      subscriber.guessed = false;
    }
    return arrived;
  }

  /** One of an epoch other than the current is older than all. */
  #oldest(all: Iterable<{ readonly position: Position | undefined }>): Position | undefined {
    let oldest: Position | undefined;
    for (const { position } of all) {
      if (!position) continue;
      if (position.epoch !== this.#epoch && this.#epoch !== undefined) return position;
      if (!oldest || position.offset < oldest.offset) oldest = position;
    }
    return oldest;
  }

  /** Where those in this tab were that have just been moved: the one furthest behind. */
  #left(moved: readonly Subscriber[]): Position | undefined {
    return this.#oldest(moved.map(({ before }) => ({ position: before })));
  }

  /** Moves those that are to be moved to `position`, and returns them. */
  #move(position: Position, moves: (own: Subscriber) => unknown): Subscriber[] {
    const moved = this.everyone.filter(moves);
    for (const subscriber of moved) subscriber.move(position);
    return moved;
  }
}

/** Whether one has not come as far as `position`: it is before that, or in another epoch. */
function lags({ position: own }: Subscriber, { epoch, offset }: Position): boolean {
  return own?.epoch !== epoch || own.offset < offset;
}

/** The position after which `next` comes. */
export function before({ epoch, offset }: Position): Position {
  return { epoch, offset: offset - 1 };
}

/** Whether a position comes after another in the same log; also where there is no other. */
export function isAfter({ epoch, offset }: Position, other: Position | undefined): boolean {
  return !other || (other.epoch === epoch && offset > other.offset);
}
