import type { Position, Publication } from "./protocol.js";

/** Is given each publication of a channel, in order, once. */
export type PublicationListener = (publication: Publication) => unknown;

/** One listener on one channel. */
export interface Subscription {
  readonly channel: string;
  /** The position reached: of the last publication that the listener was given, or where it began; else `undefined`. */
  readonly position: Position | undefined;
  /** Ends it: the listener is not called again. May be called twice. */
  unsubscribe(): void;
}

/** A listener and what it has had. */
export interface Member {
  readonly listener: PublicationListener;
  position: Position | undefined;
}

/**
 * One channel that is followed, with all its listeners. Each has its own position, so that one that joins with an older
 * position can be served what the others have had: the channel asks for the oldest, and each drops what it has.
 */
export class Channel {
  readonly name: string;
  /** The server has refused it, and was not asked again since. */
  refused = false;
  readonly #members = new Set<Member>();
  #asking: object = {};
  #epoch: string | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** Stands for one time of asking the server; a new one means that what was asked for before is no longer wanted. */
  get asking(): object {
    return this.#asking;
  }

  get empty(): boolean {
    return this.#members.size === 0;
  }

  /**
   * The position to ask for: the oldest that any member has. One of an epoch other than the current is older than all,
   * and where no member has one it is `undefined`, from now on.
   */
  get position(): Position | undefined {
    let oldest: Position | undefined;
    for (const { position } of this.#members) {
      if (!position) continue;
      if (position.epoch !== this.#epoch && this.#epoch !== undefined) return position;
      if (!oldest || position.offset < oldest.offset) oldest = position;
    }
    return oldest;
  }

  /** Asks anew. */
  ask(): void {
    this.#asking = {};
    this.refused = false;
  }

  join(listener: PublicationListener, since: Position | undefined): Member {
    const before = this.position;
    const member = { listener, position: since ?? before };
    this.#members.add(member);
    if (this.refused || (this.#members.size > 1 && this.position !== before)) this.ask();
    return member;
  }

  has(member: Member): boolean {
    return this.#members.has(member);
  }

  /** Returns whether the member was here. */
  leave(member: Member): boolean {
    return this.#members.delete(member);
  }

  /** The server follows the channel; `newest` is the position of the newest publication. */
  follow(newest: Position): void {
    this.#epoch = newest.epoch;
    this.refused = false;
    for (const member of this.#members) member.position ??= newest;
  }

  /** Whether all members have had what comes before `offset` in this epoch. */
  reaches({ epoch, offset }: Position): boolean {
    return [...this.#members].every(({ position }) => position?.epoch === epoch && position.offset >= offset);
  }

  /** Moves on to `publication`; returns the members that did not have it. */
  receive({ epoch, offset }: Publication): Member[] {
    return this.#move({ epoch, offset }, (own) => own < offset);
  }

  /**
   * Moves to just before `next`; returns where the member was that was furthest behind, `undefined` where none was
   * elsewhere. Mostly that is forward; where members are beyond the log's end, as `after` is, it is back.
   */
  skip(after: Position, next: Position): Position | undefined {
    const before = this.position ?? after;
    this.#epoch = next.epoch;
    const offset = next.offset - 1;
    const back = after.epoch === next.epoch && after.offset > offset;
    const moved = this.#move({ epoch: next.epoch, offset }, (own) => own < offset || (back && own >= after.offset));
    return moved.length > 0 ? before : undefined;
  }

  /** Moves the members of another epoch, and those whose offset is to be moved, to `position`, and returns them. */
  #move(position: Position, moves: (offset: number) => boolean): Member[] {
    const moved = [...this.#members].filter(({ position: own }) => own?.epoch !== position.epoch || moves(own.offset));
    for (const member of moved) member.position = position;
    return moved;
  }
}
