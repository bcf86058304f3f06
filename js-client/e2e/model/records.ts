/** What is written down while a history runs. */
import type { Position } from "../../src/index.js";

/** What a listener was given, and the gaps that were told of its channel meanwhile, in order. */
export type Seen =
  | { readonly is: "publication"; readonly at: Position; readonly data: string }
  | { readonly is: "gap"; readonly after: Position; readonly next: Position }
  | { readonly is: "skipped"; readonly after: Position; readonly next: Position }
  /** All that was missed is said to have been brought, up to here. */
  | { readonly is: "live"; readonly at: Position };

/** One subscription, as the application saw it. */
export interface Witness {
  readonly name: string;
  readonly channel: string;
  /** Where it was to begin; else where it was first seen to stand before anything came. */
  start: Position | undefined;
  /** It was to begin with so many of the newest, so that it is not known where. */
  readonly newest: number | undefined;
  /** The offset that each log had come to at least when it subscribed, by epoch. */
  readonly known: ReadonlyMap<string, number>;
  /** It began at a position that is of no log. */
  readonly madeUp: boolean;
  readonly seen: Seen[];
  /** Others of the same client shared its channel, so that a gap may have been another's. */
  shared: boolean;
  ended: boolean;
  /** What came after it had been ended. */
  readonly late: Seen[];
}

/** What is published. */
export interface Message {
  readonly by: string;
  readonly number: number;
  readonly pad: string;
  /** It was to be published only as this version, which must be above the one before. */
  readonly version?: number;
  /** It was to be published only after this offset. */
  readonly match?: number;
  /** It is not to be delivered after so many ms. */
  readonly ttl?: number;
}

/** One publish of a client. */
export interface Publish {
  readonly by: string;
  readonly number: number;
  readonly channel: string;
  readonly data: string;
  /** Where it was acknowledged, or the code of the error; `undefined` where neither came. */
  outcome: Position | string | undefined;
}

/** Who said that a publication is at a position. */
export interface Entry {
  readonly data: string;
  readonly source: string;
  /** Somebody has read it from the log; else there is only the word of the server that it went there. */
  read: boolean;
}

/** How somebody knows of a publication. */
export type How = "read" | "acknowledged";

/** Which publications there are, from all who can know. Those who disagree are told. */
export class Ledger {
  readonly conflicts: string[] = [];
  readonly #channels = new Map<string, Map<string, Entry>>();
  readonly #unread: Array<{ channel: string; after: Position; next: Position }> = [];

  add(channel: string, position: Position, data: string, how: How, source: string): void {
    const entries = this.#channels.get(channel) ?? new Map<string, Entry>();
    this.#channels.set(channel, entries);
    const key = keyOf(position);
    const known = entries.get(key);
    if (!known) {
      entries.set(key, { data, source, read: how === "read" });
    } else if (known.data === data) {
      known.read ||= how === "read";
    } else {
      this.conflicts.push(`${channel} ${key}: ${brief(data)} (${source}), but ${brief(known.data)} (${known.source})`);
    }
  }

  /** What lies between is not known, since it was gone before it was read. */
  unread(channel: string, after: Position, next: Position): void {
    this.#unread.push({ channel, after, next });
  }

  /** Whether a publication at this position must have been read, if it is there. */
  mustBeRead(channel: string, { epoch, offset }: Position): boolean {
    return !this.#unread.some(
      ({ channel: name, after, next }) =>
        name === channel &&
        (epoch === after.epoch ? offset > after.offset && (epoch !== next.epoch || offset < next.offset) : false),
    );
  }

  get(channel: string, position: Position): Entry | undefined {
    return this.#channels.get(channel)?.get(keyOf(position));
  }

  /** Takes what the log says in the end that it has; what it should have, and has not, is told. */
  readBack(channel: string, listed: ReadonlyArray<Position & { readonly data: unknown }>): void {
    const keys = new Set(listed.map(keyOf));
    for (const { epoch, offset, data } of listed) {
      this.add(channel, { epoch, offset }, JSON.stringify(data), "read", "history");
    }
    const [first] = listed;
    for (const entry of this.entries(channel)) {
      if (!first || entry.epoch !== first.epoch || entry.offset < first.offset || keys.has(keyOf(entry))) continue;
      if (!isBrief(entry.data)) this.conflicts.push(`${channel} ${keyOf(entry)} (${entry.source}) is not in the log`);
    }
  }

  /** The highest offset that is known of, by epoch. */
  highest(channel: string): Map<string, number> {
    const highest = new Map<string, number>();
    for (const { epoch, offset } of this.entries(channel)) highest.set(epoch, offset);
    return highest;
  }

  /** All of a channel, by epoch, in the order of their offsets. */
  entries(channel: string): Array<Entry & Position> {
    const all = [...(this.#channels.get(channel) ?? [])].map(([key, entry]) => ({ ...entry, ...positionOf(key) }));
    return all.sort((a, b) => a.epoch.localeCompare(b.epoch) || a.offset - b.offset);
  }
}

/** Whether it may go without a word. */
export function isBrief(data: string): boolean {
  return (JSON.parse(data) as Message).ttl !== undefined;
}

export function keyOf({ epoch, offset }: Position): string {
  return `${epoch}:${offset}`;
}

function positionOf(key: string): Position {
  const [epoch = "", offset] = key.split(":");
  return { epoch, offset: Number(offset) };
}

export function brief(data: string): string {
  return data.length > 60 ? `${data.slice(0, 60)}…` : data;
}
