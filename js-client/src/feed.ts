import { before, type Channel, isAfter, type Subscriber } from "./channel.js";
import { WindsockError } from "./errors.js";
import type { Events } from "./events.js";
import type { Listener } from "./listeners.js";
import {
  type ChannelPush,
  type ChannelReply,
  type ChannelRequest,
  type Command,
  command,
  type Frame,
  type GapPush,
  type Position,
  type Skipped,
} from "./protocol.js";

/** One time of asking the server for a channel on this connection. */
interface Ask {
  readonly name: string;
  /** The channel's asking that it was. */
  readonly asking: object;
  /** What was stated. */
  readonly since: Position | undefined;
  readonly newest: number | undefined;
  readonly page: number | undefined;
  /** The newest position, as the server said when it began to follow. */
  head?: Position;
  skipped?: Skipped | undefined;
  /** Where pages are asked for: the position up to which all has come, once it has. */
  live?: Position;
  /** The server has said that it does not follow. */
  refused?: boolean;
  /** It does not go on from where the application is, and is asked anew once this feed carries. */
  stale?: boolean;
  /** A page has come, and the next is not to be asked for yet, or is now. */
  paused?: boolean;
  more?: boolean;
  /** What the listeners do with the page. */
  work: Promise<unknown>[];
}

/** What the feeds of a client have in common. */
export interface Shared {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly events: Events;
  nextId(): number;
  /** Is given what counts of what the feed that carries brings: what it is told of channels, and the entries that are new. */
  accepted(frame: Frame): void;
  /** There are {@link Feed.changes} now. */
  changed(): void;
}

/**
 * The channels on one connection: what it was asked for, and what it brings. What is asked for lags behind what is
 * wanted: {@link connect} asks for all at once, {@link changes} for the rest.
 *
 * Several feeds of one client may deliver at once, since the channels keep the positions: whichever brings a publication
 * first delivers it. That is right as long as each goes on from where the application is, or before. A feed that cannot
 * (it was told a gap, or began later) leaves that channel alone, and asks for it anew when it carries; only then what
 * the server does not have is told as missed.
 */
export class Feed {
  readonly #shared: Shared;
  readonly #asked = new Map<string, Ask>();
  /** The `subscribe` commands without a reply. */
  readonly #pending = new Map<number, Ask>();
  #carries = false;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** From now on this feed is the one that the application relies on. */
  carry(): void {
    this.#carries = true;
    for (const name of this.#asked.keys()) {
      const followed = this.#following(name);
      if (followed) this.#begin(followed.ask, followed.channel);
    }
  }

  /** All channels with what is asked of them from now on; without those that were refused or are paused. */
  connect(): Record<string, ChannelRequest> {
    const channels: Record<string, ChannelRequest> = {};
    const asked = new Map(this.#asked);
    this.#pending.clear();
    this.#asked.clear();
    for (const [name, channel] of this.#shared.channels) {
      const earlier = asked.get(name);
      if (earlier?.asking === channel.asking && (earlier.refused || earlier.paused)) this.#asked.set(name, earlier);
      else channels[name] = request(this.#ask(channel));
    }
    return channels;
  }

  /** The commands that bring what was asked for up to what is wanted. */
  changes(): Command[] {
    const commands: Command[] = [];
    const say = (kind: Command["kind"], body: object) => {
      const id = this.#shared.nextId();
      commands.push(command(kind, body, id));
      return id;
    };
    for (const [channel, ask] of this.#asked) {
      if (!this.#current(ask) || ask.stale) {
        this.#asked.delete(channel);
        // What is undefined is left out of the JSON.
        say("unsubscribe", { channel, anew: this.#shared.channels.has(channel) || undefined });
      } else if (ask.more) {
        ask.more = false;
        say("more", { channel, credit: ask.page });
      }
    }
    for (const [name, channel] of this.#shared.channels) {
      if (this.#asked.has(name)) continue;
      const ask = this.#ask(channel);
      const { newest, page: credit } = ask;
      this.#pending.set(say("subscribe", { channel: name, since: ask.since ?? null, newest, credit }), ask);
    }
    return commands;
  }

  /** Takes what the reply to `connect` says of the channels. */
  connected(replies: Readonly<Record<string, ChannelReply>> = {}): void {
    for (const [name, reply] of Object.entries(replies)) this.#replied(this.#asked.get(name), reply);
  }

  /** Takes any frame that concerns a channel, and the replies to further `connect` commands. */
  frame(frame: Frame): void {
    const { id, connect, subscribe, unsubscribe, error, publication, join, leave } = frame;
    if (connect) this.connected(connect.channels);
    else if (publication) this.#entry(frame, publication, ({ listener }) => [listener]);
    else if (join) this.#entry(frame, join, ({ listeners }) => listeners.of("join"));
    else if (leave) this.#entry(frame, leave, ({ listeners }) => listeners.of("leave"));
    else if (unsubscribe) this.#left(unsubscribe.channel);
    else if (id !== undefined && (subscribe || error)) {
      const ask = this.#pending.get(id);
      this.#pending.delete(id);
      this.#replied(ask, error ? { error } : (subscribe ?? {}));
    } else this.#push(frame);
  }

  #push({ gap, paused, live }: Frame): void {
    if (gap) this.#gap(gap);
    else if (paused) this.#paused(paused.channel);
    else if (live) this.#live(live);
  }

  #ask(channel: Channel): Ask {
    const { name, asking, position: since, newest, page } = channel;
    const ask: Ask = { name, asking, since, newest, page, work: [] };
    this.#asked.set(name, ask);
    return ask;
  }

  /** The channel, where it is still wanted as it was asked for. */
  #current(ask: Ask | undefined): Channel | undefined {
    const channel = ask && this.#shared.channels.get(ask.name);
    return channel?.asking === ask?.asking ? channel : undefined;
  }

  #replied(ask: Ask | undefined, { error, epoch, offset, skipped }: ChannelReply): void {
    const channel = this.#current(ask);
    // A reply to an asking that is not the channel's latest is of the past.
    if (!ask || !channel) return;
    if (error) this.#refused(ask, channel, new WindsockError(error.code, error.message, { channel: ask.name }));
    else if (epoch !== undefined) this.#follows(ask, channel, { epoch, offset } as Position, skipped);
  }

  #refused(ask: Ask, channel: Channel, error: WindsockError): void {
    // The server has it from an earlier asking, of which a copy was late.
    if (!this.#carries || error.code === "already-subscribed") return this.#stale(ask);
    ask.refused = true;
    channel.refused = true;
    const { code, message } = error;
    this.#shared.accepted({ connect: { channels: { [ask.name]: { error: { code, message } } } } });
    if (channel.everyone.some(({ turn }) => !turn)) this.#shared.events.emit("error", error);
  }

  #follows(ask: Ask, channel: Channel, head: Position, skipped: Skipped | undefined): void {
    if (!this.#fits(ask, channel, head)) return this.#stale(ask);
    ask.head = head;
    ask.skipped = skipped;
    this.#leaveOut(ask, channel);
    this.#begin(ask, channel);
  }

  /** Whether what was asked for goes on from where the application is, though other feeds may have brought something meanwhile. */
  #fits(ask: Ask, channel: Channel, head: Position): boolean {
    const { since, newest } = ask;
    // From beyond the log's end it begins there too.
    const atHead = !since || isAfter(since, head);
    if (!this.#carries) return newest === undefined && !atHead;
    // The newest begin who knows where: right only if nothing else has brought anything.
    if (newest !== undefined) return channel.position === since && !this.#begins(ask, channel, head);
    return !this.#begins(ask, channel, head) && (!atHead || channel.reaches(head));
  }

  #begin(ask: Ask, channel: Channel): void {
    const { name, head, skipped } = ask;
    if (this.#carries)
      this.#shared.accepted({ connect: { channels: { [name]: { ...head, skipped } as ChannelReply } } });
    this.#arrive(ask, channel);
  }

  /** Those without a position begin; returns whether what was asked for is not enough for all. */
  #begins({ name, since, newest }: Ask, channel: Channel, head: Position): boolean {
    const earlier = channel.follow(head, newest);
    // The server was told of this log, and not of the other that one comes from.
    if (earlier || (since?.epoch === head.epoch && channel.elsewhere)) return true;
    const beyond = channel.back(head);
    if (beyond) this.#missed(name, beyond, { ...head, offset: head.offset + 1 });
    return false;
  }

  #stale(ask: Ask): void {
    ask.stale = true;
    if (this.#carries) this.#shared.changed();
  }

  /** The server has ended a subscription: where that is wanted still, a copy of an earlier command was late. */
  #left(name: string): void {
    const followed = this.#following(name);
    if (followed) this.#stale(followed.ask);
  }

  /** The channel that a push is about, where this feed follows it as the application does. */
  #following(name: string): { ask: Ask; channel: Channel } | undefined {
    const ask = this.#asked.get(name);
    const channel = this.#current(ask);
    return ask?.head && !ask.stale && channel ? { ask, channel } : undefined;
  }

  #entry<T extends ChannelPush>(
    frame: Frame,
    entry: T,
    listenersOf: (subscriber: Subscriber) => readonly Listener<T>[],
  ): void {
    const followed = this.#following(entry.channel);
    if (!followed) return;
    const { ask, channel } = followed;
    if (!this.#carries && !channel.reaches({ ...entry, offset: 0 })) return;
    const receivers = channel.receive(entry);
    if (receivers.length > 0) this.#shared.accepted(frame);
    for (const subscriber of receivers) {
      // One listener may end another's subscription.
      if (channel.has(subscriber)) this.#tell(listenersOf(subscriber), entry, ask);
    }
    this.#arrive(ask, channel);
  }

  #tell<T>(listeners: readonly Listener<T>[], value: T, ask?: Ask): void {
    for (const listener of listeners) {
      const work = this.#shared.events.call(listener, value);
      // Nothing is waited for any more once everything flows.
      if (work && ask?.page !== undefined && !ask.live) ask.work.push(work);
    }
  }

  /** Tells those that have come up to the head; where pages are asked for, the server says when that is. */
  #arrive({ page, head, live }: Ask, channel: Channel): void {
    const end = page === undefined ? head : live;
    if (!this.#carries || !end) return;
    if (live) channel.advance(live);
    for (const { listeners, position } of channel.arrived(end)) this.#tell(listeners.of("live"), position as Position);
  }

  #paused(name: string): void {
    const { ask, channel } = this.#following(name) ?? {};
    if (!ask || !channel) return;
    ask.paused = true;
    const next = () => {
      ask.paused = false;
      ask.more = true;
      if (this.#carries) this.#shared.changed();
    };
    const work = ask.work.splice(0);
    for (const { page, turn } of channel.everyone) if (page && turn) work.push(turn());
    void Promise.all(work).then(next);
  }

  #live({ channel: name, epoch, offset }: ChannelPush): void {
    const followed = this.#following(name);
    if (!followed) return;
    followed.ask.live = { epoch, offset };
    this.#arrive(followed.ask, followed.channel);
  }

  #gap({ channel: name, after, next }: GapPush): void {
    const followed = this.#following(name);
    if (!followed) return;
    const { ask, channel } = followed;
    if (!this.#carries) {
      if (!channel.reaches(before(next))) this.#stale(ask);
      return;
    }
    this.#shared.accepted({ gap: { channel: name, after, next } });
    // Another feed may have brought some of it: what is missed begins where the application is.
    const from = channel.skip(after, next);
    if (from) this.#missed(name, from, next);
    this.#leaveOut(ask, channel);
    this.#arrive(ask, channel);
  }

  /** Those that have come to what is left out are told, and have it behind: one that joins them begins after it too. */
  #leaveOut({ skipped }: Ask, channel: Channel): void {
    if (!skipped) return;
    const { after, next } = skipped;
    for (const { listeners } of channel.advance(before(next), after.offset)) {
      this.#tell(listeners.of("skipped"), skipped);
    }
  }

  #missed(channel: string, after: Position, next: Position): void {
    const missed = next.offset - after.offset - 1;
    const known = after.epoch === next.epoch && missed >= 0;
    this.#shared.events.emit("gap", { channel, after, next, missed: known ? missed : null });
  }
}

/** What a `connect` command says of a channel. */
function request({ since, newest, page: credit }: Ask): ChannelRequest {
  // What is undefined is left out of the JSON.
  return since || newest || credit ? ({ ...since, newest, credit } as ChannelRequest) : null;
}
