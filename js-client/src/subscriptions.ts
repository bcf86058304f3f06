import { Channel, type PublicationListener, type SubscribeOptions, Subscriber } from "./channel.js";
import type { Events } from "./events.js";
import { Feed, type Shared } from "./feed.js";
import type { Frame, Position } from "./protocol.js";

/** The channels that the application follows. */
export class Subscriptions {
  readonly #channels = new Map<string, Channel>();
  readonly #shared: Shared;

  /**
   * `changed` is called when there are changes for the feed that carries, `accepted` with what counts of what that
   * brings.
   */
  constructor(events: Events, nextId: () => number, changed: () => void, accepted: (frame: Frame) => void = () => {}) {
    this.#shared = { channels: this.#channels, events, nextId, changed, accepted };
  }

  add(name: string, listener: PublicationListener, options: SubscribeOptions = {}): Subscriber {
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

  /** The newest position, as the server said, where it follows the channel as it is wanted. */
  head(name: string): Position | undefined {
    return this.#channels.get(name)?.head;
  }

  /** Of each channel that has one, the position to go on from in this tab. */
  positions(): Record<string, Position> {
    const positions: Record<string, Position> = {};
    for (const [name, { own }] of this.#channels) if (own) positions[name] = own;
    return positions;
  }

  /** The connection was lost. */
  lost(): void {
    for (const channel of this.#channels.values()) channel.lost();
  }
}
