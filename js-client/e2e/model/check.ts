/** What must be true of what a history left behind. */
import type { Position } from "../../src/index.js";
import { brief, isBrief, keyOf, type Ledger, type Message, type Publish, type Seen, type Witness } from "./records.js";

/** What the server was set to. */
export interface Rules {
  /** How many publications a log keeps; what is older may be gone. */
  readonly count: number;
  /** How many bytes a log keeps, as the server weighs them. */
  readonly bytes: number;
  /** The server may have ended meanwhile, so that not everything by REST has succeeded. */
  readonly restarted: boolean;
  /** What it had was gone then, and channels were begun anew. */
  readonly forgetful: boolean;
  /** Publishes are numbered, so each is applied at most once, and in order. */
  readonly numbered: boolean;
  /** Some publications were soon over, so that offsets may be left out that nobody knows of. */
  readonly brief: boolean;
}

/** What is there in the end, for each channel. */
export type Heads = ReadonlyMap<string, Position>;

/** All that is not as it must be. */
export function check(
  witnesses: readonly Witness[],
  publishes: readonly Publish[],
  ledger: Ledger,
  heads: Heads,
  rules: Rules,
): string[] {
  return [
    ...ledger.conflicts,
    ...witnesses.flatMap((witness) => new WitnessCheck(witness, ledger, heads, rules).run()),
    ...checkPublishes(publishes, ledger, rules),
    ...[...heads.keys()].flatMap((channel) => checkConditions(channel, ledger)),
  ];
}

/** What a publication may weigh beside its data, twice. */
const WEIGHT = 512;

/** Goes through what one subscription saw. */
class WitnessCheck {
  readonly #witness: Witness;
  readonly #ledger: Ledger;
  readonly #heads: Heads;
  readonly #rules: Rules;
  readonly #wrong: string[] = [];
  #at: Position | undefined;
  /** After which something was left out, as long as nothing has come since. */
  #leftOut: Position | undefined;

  constructor(witness: Witness, ledger: Ledger, heads: Heads, rules: Rules) {
    this.#witness = witness;
    this.#ledger = ledger;
    this.#heads = heads;
    this.#rules = rules;
    this.#at = witness.start;
  }

  run(): string[] {
    for (const seen of inOrder(this.#witness.seen)) {
      if (seen.is !== "skipped") this.#leftOut = undefined;
      if (seen.is === "publication") this.#publication(seen);
      else if (seen.is === "gap") this.#gap(seen);
      else if (seen.is === "skipped") this.#skipped(seen);
      else this.#live(seen.at);
    }
    for (const seen of this.#witness.late) this.#tell(`after its end it was given ${JSON.stringify(seen)}`);
    this.#end();
    return this.#wrong;
  }

  #publication({ at, data }: Extract<Seen, { is: "publication" }>): void {
    const before = this.#at;
    if (before && before.epoch !== at.epoch) this.#tell(`${keyOf(at)} after ${keyOf(before)}, and no gap`);
    else if (before && at.offset <= before.offset) this.#tell(`${keyOf(at)} again, after ${keyOf(before)}`);
    else if (before && this.#misses(before, at.offset)) this.#tell(`hole between ${keyOf(before)} and ${keyOf(at)}`);
    else if (!before) this.#first(at);
    const true_ = this.#ledger.get(this.#witness.channel, at);
    if (true_ && true_.data !== data) this.#tell(`${keyOf(at)} is ${brief(data)}, but should be ${brief(true_.data)}`);
    this.#at = at;
  }

  /** Whether something lies between that had to be delivered. */
  #misses({ epoch, offset }: Position, next: number): boolean {
    const { channel } = this.#witness;
    for (let between = offset + 1; between < next; between++) {
      const entry = this.#ledger.get(channel, { epoch, offset: between });
      // What nobody knows of was soon over too, else it would have been read.
      if (entry && !isBrief(entry.data)) return true;
      if (!entry && this.#ledger.mustBeRead(channel, { epoch, offset: between }) && !this.#rules.brief) return true;
    }
    return false;
  }

  /** Where it was to begin with the newest, it begins with no older ones, unless some were over by then, which do not count. */
  #first({ epoch, offset }: Position): void {
    const { newest, shared } = this.#witness;
    const known = this.#witness.known.get(epoch) ?? 0;
    if (newest !== undefined && !shared && !this.#rules.brief && offset <= known - newest) {
      this.#tell(`begins at ${offset}, but was to begin with the ${newest} newest of at least ${known}`);
    }
  }

  #skipped({ after, next }: Extract<Seen, { is: "skipped" }>): void {
    const before = this.#at;
    const { newest, shared } = this.#witness;
    if (shared) {
      if (before && !moves(before, after, next)) return;
    } else if (newest === undefined || (before && keyOf(before) !== keyOf(after) && !this.#isMore(after, next))) {
      this.#tell(`left out from ${keyOf(after)} to ${keyOf(next)}, and it had ${before && keyOf(before)}`);
    }
    this.#leftOut = after;
    this.#at = { epoch: next.epoch, offset: next.offset - 1 };
  }

  /** Whether it was asked for again from the same position, since nothing had come yet, and now more is left out. */
  #isMore(after: Position, next: Position): boolean {
    const from = this.#leftOut;
    return from !== undefined && keyOf(from) === keyOf(after) && next.offset > (this.#at?.offset ?? 0);
  }

  #live({ epoch, offset }: Position): void {
    const at = this.#at;
    if (at && (at.epoch !== epoch || this.#misses(at, offset + 1))) {
      this.#tell(`up to ${epoch}:${offset} it is told to have all, and has ${keyOf(at)}`);
    }
  }

  #gap({ after, next }: Extract<Seen, { is: "gap" }>): void {
    const before = this.#at;
    if (this.#witness.shared && before && !moves(before, after, next)) return;
    const where = `gap from ${keyOf(after)} to ${keyOf(next)}`;
    if (before && keyOf(before) !== keyOf(after) && !this.#witness.shared)
      this.#tell(`${where}, but it had ${keyOf(before)}`);
    if (after.epoch === next.epoch && after.offset + 1 < next.offset) this.#lost(after, where);
    if (after.epoch === next.epoch && after.offset + 1 === next.offset) this.#tell(`${where}, which is none`);
    // Only from a position that was made up, or after a restart.
    const expected = before === this.#witness.start || this.#witness.shared || this.#rules.forgetful;
    if (after.epoch !== next.epoch && !expected) this.#tell(`${where}, and nothing was begun anew`);
    this.#at = { epoch: next.epoch, offset: next.offset - 1 };
  }

  /** A publication may be told as missed only where the log had to let go of it. */
  #lost({ epoch, offset }: Position, where: string): void {
    const kept = keptAt({ epoch, offset: offset + 1 }, this.#witness.channel, this.#ledger, this.#rules);
    if (kept) this.#tell(`${where}, but ${kept} had to be kept`);
  }

  #end(): void {
    const head = this.#heads.get(this.#witness.channel);
    if (this.#witness.ended || !head) return;
    if (!this.#at || keyOf(this.#at) !== keyOf(head)) {
      this.#tell(`it ends at ${this.#at ? keyOf(this.#at) : "nothing"}, the log at ${keyOf(head)}`);
    }
  }

  #tell(what: string): void {
    this.#wrong.push(`${this.#witness.name}: ${what}`);
  }
}

/**
 * What was left out is told with the reply, and so before the gap that it follows on; or that has taken it in, where the log has
 * let go of more meanwhile.
 */
function inOrder(all: readonly Seen[]): Seen[] {
  const ordered: Seen[] = [];
  for (const seen of all) {
    const told = ordered.at(-1);
    const late =
      seen.is === "gap" &&
      told?.is === "skipped" &&
      seen.next.offset > told.after.offset &&
      (seen.after.epoch !== told.after.epoch || seen.after.offset <= told.after.offset);
    if (late) ordered.pop();
    ordered.push(seen);
    if (late && seen.next.offset < told.next.offset) ordered.push(told);
  }
  return ordered;
}

/** Whether a gap that was told of a channel concerns a listener who is there. */
function moves(there: Position, after: Position, next: Position): boolean {
  if (there.epoch !== next.epoch) return true;
  // From beyond the log's end: only those who are there too.
  if (after.epoch === next.epoch && after.offset >= next.offset) return there.offset >= next.offset;
  return there.offset < next.offset - 1;
}

/** What the log had to keep from this position on, in words; `undefined` where it may have let go of it. */
function keptAt({ epoch, offset }: Position, channel: string, ledger: Ledger, rules: Rules): string | undefined {
  const from = ledger.entries(channel).filter((entry) => entry.epoch === epoch && entry.offset >= offset);
  const count = (from.at(-1)?.offset ?? offset - 1) - offset + 1;
  const bytes = from.reduce((sum, { data }) => sum + 2 * data.length + WEIGHT, 0);
  const unknown = from.length < count;
  return count > rules.count || bytes > rules.bytes || unknown
    ? undefined
    : `${count} publications that weigh ${bytes}`;
}

function checkPublishes(publishes: readonly Publish[], ledger: Ledger, rules: Rules): string[] {
  const wrong: string[] = [];
  const places = new Map<string, Position[]>();
  for (const channel of new Set(publishes.map((publish) => publish.channel))) {
    for (const { epoch, offset, data } of ledger.entries(channel)) {
      places.set(data, [...(places.get(data) ?? []), { epoch, offset }]);
    }
  }
  for (const publish of publishes) {
    const told = checkPublish(publish, places.get(publish.data) ?? [], ledger, rules);
    if (told) wrong.push(`publish ${publish.number} of ${publish.by} to ${publish.channel}: ${told}`);
  }
  wrong.push(...checkOrder(publishes, places, rules));
  return wrong;
}

function checkPublish(publish: Publish, places: readonly Position[], ledger: Ledger, rules: Rules): string | undefined {
  const { channel, outcome } = publish;
  const where = places.map(keyOf).join(", ");
  if (outcome === undefined) return `never settled (it is at ${where || "no position"})`;
  // A server that has lost its logs has lost what repeats are known by: then once in each.
  const logs = rules.forgetful ? new Set(places.map(({ epoch }) => epoch)).size : 1;
  if (rules.numbered && places.length > Math.max(1, logs)) return `applied at ${where}`;
  if (typeof outcome === "string") return checkRejected(publish, outcome, places, ledger, rules);
  // What is soon over may be over before anybody reads it.
  const read = ledger.get(channel, outcome)?.read || isBrief(publish.data);
  return read || !ledger.mustBeRead(channel, outcome)
    ? undefined
    : `acknowledged at ${keyOf(outcome)}, where nobody read it`;
}

function checkRejected(
  { channel, data }: Publish,
  code: string,
  [place]: readonly Position[],
  ledger: Ledger,
  rules: Rules,
): string | undefined {
  if (!place || code === "unacknowledged") return undefined;
  // It was applied by a server that knows nothing of it any more, and its condition does not hold in the new log.
  if (rules.forgetful && code === "precondition-failed") return undefined;
  const told = `rejected with ${code}, but it is at ${keyOf(place)}`;
  // The server may not know what became of it, once the log has let go of it.
  if (code !== "out-of-order") return told;
  if (isBrief(data)) return undefined;
  const kept = keptAt(place, channel, ledger, rules);
  return kept && `${told}, since when ${kept} had to be kept`;
}

/** Those of one client to one channel, where they are in one epoch, are in the order in which they were given. */
function checkOrder(publishes: readonly Publish[], places: ReadonlyMap<string, Position[]>, rules: Rules): string[] {
  const wrong: string[] = [];
  const last = new Map<string, Position & { number: number }>();
  for (const { by, channel, number, data, outcome } of publishes) {
    if (!rules.numbered && typeof outcome === "string") continue;
    const place = places.get(data)?.[0];
    if (!place) continue;
    const key = `${by} ${channel} ${place.epoch}`;
    const before = last.get(key);
    if (before && before.offset > place.offset) {
      wrong.push(
        `${by} to ${channel}: ${number} is at ${keyOf(place)}, and ${before.number} before it at ${keyOf(before)}`,
      );
    }
    last.set(key, { ...place, number });
  }
  return wrong;
}

/** What was to be published on a condition is there only where that was so. */
function checkConditions(channel: string, ledger: Ledger): string[] {
  const wrong: string[] = [];
  let last: { epoch: string; version: number } | undefined;
  for (const { epoch, offset, data } of ledger.entries(channel)) {
    const { match, version } = JSON.parse(data) as Message;
    if (match !== undefined && offset !== match + 1) wrong.push(`${channel} ${offset}: only after ${match}`);
    if (version === undefined) continue;
    if (last?.epoch === epoch && version <= last.version) {
      wrong.push(`${channel} ${offset}: version ${version} after ${last.version}`);
    }
    last = { epoch, version };
  }
  return wrong;
}
