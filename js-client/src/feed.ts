import type { Channel } from "./channel.js";
import { WindsockError } from "./errors.js";
import type { Events } from "./events.js";
import {
  type ChannelReply,
  type Command,
  command,
  type Frame,
  type GapPush,
  type Position,
  type Publication,
} from "./protocol.js";

/** One time of asking the server for a channel on this connection. */
interface Ask {
  readonly name: string;
  /** The channel's asking that it was. */
  readonly asking: object;
  /** The position that was stated. */
  readonly since: Position | undefined;
  /** The server has said that it follows. */
  following: boolean;
  /** The server has said that it does not. */
  refused: boolean;
  /** It does not go on from where the application is, and is asked anew once this feed carries. */
  stale: boolean;
}

/** What the feeds of a client have in common. */
export interface Shared {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly events: Events;
  nextId(): number;
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
  }

  /** All channels with their positions, asked for from now on; without those that this connection was refused. */
  connect(): Record<string, Position | null> {
    const channels: Record<string, Position | null> = {};
    this.#pending.clear();
    const before = new Map(this.#asked);
    this.#asked.clear();
    for (const [name, channel] of this.#shared.channels) {
      const ask = this.#ask(channel);
      const earlier = before.get(name);
      ask.refused = earlier?.refused === true && earlier.asking === ask.asking;
      if (!ask.refused) channels[name] = ask.since ?? null;
    }
    return channels;
  }

  /** The commands that bring what was asked for up to what is wanted. */
  changes(): Command[] {
    const commands: Command[] = [];
    for (const [name, ask] of this.#asked) {
      if (this.#current(ask) && !ask.stale) continue;
      this.#asked.delete(name);
      commands.push(command("unsubscribe", { channel: name }, this.#shared.nextId()));
    }
    for (const [name, channel] of this.#shared.channels) {
      if (this.#asked.has(name)) continue;
      const id = this.#shared.nextId();
      const ask = this.#ask(channel);
      this.#pending.set(id, ask);
      commands.push(command("subscribe", { channel: name, since: ask.since ?? null }, id));
    }
    return commands;
  }

  /** Takes what the reply to `connect` says of the channels. */
  connected(replies: Readonly<Record<string, ChannelReply>> = {}): void {
    for (const [name, reply] of Object.entries(replies)) this.#replied(this.#asked.get(name), reply);
  }

  /** Takes any frame that concerns a channel, and the replies to further `connect` commands. */
  frame({ id, connect, subscribe, error, publication, gap }: Frame): void {
    if (connect) this.connected(connect.channels);
    else if (publication) this.#publication(publication);
    else if (gap) this.#gap(gap);
    else if (id !== undefined && (subscribe || error)) {
      const ask = this.#pending.get(id);
      this.#pending.delete(id);
      this.#replied(ask, error ? { error } : (subscribe ?? {}));
    }
  }

  #ask(channel: Channel): Ask {
    const { name, asking, position: since } = channel;
    const ask = { name, asking, since, following: false, refused: false, stale: false };
    this.#asked.set(name, ask);
    return ask;
  }

  /** The channel, where it is still wanted as it was asked for. */
  #current(ask: Ask | undefined): Channel | undefined {
    const channel = ask && this.#shared.channels.get(ask.name);
    return channel?.asking === ask?.asking ? channel : undefined;
  }

  #replied(ask: Ask | undefined, { error, epoch, offset }: ChannelReply): void {
    const channel = this.#current(ask);
    // A reply to an asking that is not the channel's latest is of the past.
    if (!ask || !channel) return;
    if (error) this.#refused(ask, channel, new WindsockError(error.code, error.message, { channel: ask.name }));
    else if (epoch !== undefined && offset !== undefined) this.#follows(ask, channel, { epoch, offset });
  }

  #refused(ask: Ask, channel: Channel, error: WindsockError): void {
    if (!this.#carries) {
      ask.stale = true;
      return;
    }
    ask.refused = true;
    channel.refused = true;
    this.#shared.events.emit("error", error);
  }

  #follows(ask: Ask, channel: Channel, newest: Position): void {
    if (this.#carries) channel.follow(newest);
    ask.following = true;
    // It begins after what another feed has brought.
    if (!ask.since && !channel.reaches(newest)) this.#stale(ask);
  }

  #stale(ask: Ask): void {
    ask.stale = true;
    if (this.#carries) this.#shared.changed();
  }

  /** The channel that a push is about, where this feed follows it as the application does. */
  #following(name: string): { ask: Ask; channel: Channel } | undefined {
    const ask = this.#asked.get(name);
    const channel = this.#current(ask);
    return ask?.following && !ask.stale && channel ? { ask, channel } : undefined;
  }

  #publication(publication: Publication): void {
    const channel = this.#following(publication.channel)?.channel;
    if (!channel || !(this.#carries || channel.reaches({ ...publication, offset: 0 }))) return;
    for (const member of channel.receive(publication)) {
      // One listener may end another's subscription.
      if (channel.has(member)) this.#shared.events.call(member.listener, publication);
    }
  }

  #gap({ channel: name, after, next }: GapPush): void {
    const followed = this.#following(name);
    if (!followed) return;
    const { ask, channel } = followed;
    if (!this.#carries) {
      if (!channel.reaches({ epoch: next.epoch, offset: next.offset - 1 })) this.#stale(ask);
      return;
    }
    // Another feed may have brought some of it: what is missed begins where the application is.
    const from = channel.skip(after, next);
    if (!from) return;
    const missed = next.offset - from.offset - 1;
    const known = from.epoch === next.epoch && missed >= 0;
    this.#shared.events.emit("gap", { channel: name, after: from, next, missed: known ? missed : null });
  }
}
