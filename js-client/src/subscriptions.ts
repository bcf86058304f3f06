import { Channel, type PublicationListener, type SubscribeOptions, Subscriber, type Subscription } from "./channel.js";
import type { Events } from "./events.js";
import { Feed, type Shared } from "./feed.js";
import type { Position } from "./protocol.js";

/** The channels that the application follows. */
export class Subscriptions {
  readonly #channels = new Map<string, Channel>();
  readonly #shared: Shared;

  /** `changed` is called when there are changes for the feed that carries. */
  constructor(events: Events, nextId: () => number, changed: () => void) {
    this.#shared = { channels: this.#channels, events, nextId, changed };
  }

  add(name: string, listener: PublicationListener, options: SubscribeOptions = {}): Subscription {
    const channel = this.#channels.get(name) ?? new Channel(name);
    this.#channels.set(name, channel);
    const subscriber = new Subscriber(name, listener, options, (own) => {
      if (!channel.leave(own)) return;
      if (channel.empty) this.#channels.delete(name);
      this.#shared.changed();
    });
    channel.join(subscriber);
    this.#shared.changed();
    return subscriber;
  }

  /** What a new connection is asked for, and brings. */
  feed(): Feed {
    return new Feed(this.#shared);
  }

  /** Of each channel that has one, the position to go on from. */
  positions(): Record<string, Position> {
    const positions: Record<string, Position> = {};
    for (const [name, { position }] of this.#channels) if (position) positions[name] = position;
    return positions;
  }

  /** The connection was lost. */
  lost(): void {
    for (const channel of this.#channels.values()) channel.lost();
  }
}
