import { Channel, type PublicationListener, type Subscription } from "./channel.js";
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

/**
 * The channels that are followed, and which of them the connection has been asked for.
 *
 * What is asked for lags behind what is wanted: {@link connect} asks for all at once, {@link changes} for the rest.
 */
export class Subscriptions {
  readonly #events: Events;
  readonly #nextId: () => number;
  readonly #changed: () => void;
  readonly #channels = new Map<string, Channel>();
  /** What this connection was asked for: the channel's name, and the asking that it was. */
  readonly #asked = new Map<string, object>();
  /** The `subscribe` commands without a reply: id to channel and asking. */
  readonly #pending = new Map<number, { name: string; asking: object }>();

  constructor(events: Events, nextId: () => number, changed: () => void) {
    this.#events = events;
    this.#nextId = nextId;
    this.#changed = changed;
  }

  add(name: string, listener: PublicationListener, since: Position | undefined): Subscription {
    const channel = this.#channels.get(name) ?? new Channel(name);
    this.#channels.set(name, channel);
    const member = channel.join(listener, since);
    this.#changed();
    return {
      channel: name,
      get position() {
        return member.position;
      },
      unsubscribe: () => {
        if (!channel.leave(member)) return;
        if (channel.empty) this.#channels.delete(name);
        this.#changed();
      },
    };
  }

  /** Begins a new connection: nothing has been asked for. */
  reset(): void {
    this.#asked.clear();
    for (const channel of this.#channels.values()) channel.ask();
  }

  /** All channels with their positions, asked for from now on; without those that this connection was refused. */
  connect(): Record<string, Position | null> {
    const channels: Record<string, Position | null> = {};
    this.#pending.clear();
    this.#asked.clear();
    for (const [name, channel] of this.#channels) {
      this.#asked.set(name, channel.asking);
      if (!channel.refused) channels[name] = channel.position ?? null;
    }
    return channels;
  }

  /** The commands that bring what was asked for up to what is wanted. */
  changes(): Command[] {
    const commands: Command[] = [];
    for (const [channel, asking] of this.#asked) {
      if (this.#channels.get(channel)?.asking === asking) continue;
      this.#asked.delete(channel);
      commands.push(command("unsubscribe", { channel }, this.#nextId()));
    }
    for (const [name, { asking, position }] of this.#channels) {
      if (this.#asked.has(name)) continue;
      const id = this.#nextId();
      this.#asked.set(name, asking);
      this.#pending.set(id, { name, asking });
      commands.push(command("subscribe", { channel: name, since: position ?? null }, id));
    }
    return commands;
  }

  /** Takes what the reply to `connect` says of the channels. */
  connected(replies: Readonly<Record<string, ChannelReply>> = {}): void {
    for (const [name, reply] of Object.entries(replies)) this.#replied(name, this.#asked.get(name), reply);
  }

  /** Takes any other frame that concerns a channel. */
  frame({ id, subscribe, error, publication, gap }: Frame): void {
    if (publication) this.#publication(publication);
    else if (gap) this.#gap(gap);
    else if (id !== undefined && (subscribe || error)) {
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      if (pending) this.#replied(pending.name, pending.asking, error ? { error } : (subscribe ?? {}));
    }
  }

  /** A reply to an asking that is not the channel's latest is of the past. */
  #replied(name: string, asking: object | undefined, { error, epoch, offset }: ChannelReply): void {
    const channel = this.#channels.get(name);
    if (!channel || channel.asking !== asking) return;
    if (error) {
      channel.refused = true;
      this.#events.emit("error", new WindsockError(error.code, error.message, { channel: name }));
    } else if (epoch !== undefined && offset !== undefined) {
      channel.follow({ epoch, offset });
    }
  }

  #publication(publication: Publication): void {
    const channel = this.#channels.get(publication.channel);
    for (const member of channel?.receive(publication) ?? []) {
      // One listener may end another's subscription.
      if (channel?.has(member)) this.#events.call(member.listener, publication);
    }
  }

  #gap({ channel: name, after, next }: GapPush): void {
    if (!this.#channels.get(name)?.skip(after, next).length) return;
    const missed = next.offset - after.offset - 1;
    const known = after.epoch === next.epoch && missed >= 0;
    this.#events.emit("gap", { channel: name, after, next, missed: known ? missed : null });
  }
}
