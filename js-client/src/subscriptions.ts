import { Channel, type PublicationListener, type Subscription } from "./channel.js";
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

  add(name: string, listener: PublicationListener, since: Position | undefined): Subscription {
    const channel = this.#channels.get(name) ?? new Channel(name);
    this.#channels.set(name, channel);
    const member = channel.join(listener, since);
    this.#shared.changed();
    return {
      channel: name,
      get position() {
        return member.position;
      },
      unsubscribe: () => {
        if (!channel.leave(member)) return;
        if (channel.empty) this.#channels.delete(name);
        this.#shared.changed();
      },
    };
  }

  /** What a new connection is asked for, and brings. */
  feed(): Feed {
    return new Feed(this.#shared);
  }
}
