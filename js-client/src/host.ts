import type { SubscribeOptions, Subscriber } from "./channel.js";
import type { Connection } from "./connection.js";
import type { WindsockError } from "./errors.js";
import {
  type ChannelReply,
  type ChannelRequest,
  type Command,
  type ConnectReply,
  command,
  type Frame,
  type Position,
  type TransportName,
} from "./protocol.js";
import type { Subscriptions } from "./subscriptions.js";

/** What a host needs of the tab that it is in. */
export interface HostOwner {
  readonly subscriptions: Subscriptions;
  nextId(): number;
  /** What the server said when it connected; `undefined` where there is no connection. */
  reply(): ConnectReply | undefined;
  /** To the server. */
  readonly own: Pick<Connection, "send" | "switchTo">;
  /** To one follower, or to all. */
  post(frame: Frame, to?: string): void;
  /** Calls {@link Host.drop} when this follower is there no longer. */
  watch(follower: string): void;
}

/** A channel that a follower follows, as a subscriber in this tab that keeps the position for it. */
interface Remote {
  readonly subscriber: Subscriber;
  /** Of the `subscribe` command that has no reply yet; `undefined` where that was a `connect`. */
  readonly id: number | undefined;
  waiting: boolean;
  /** Asks for the next page. */
  more: () => void;
}

type Body = {
  readonly channel: string;
  readonly channels: Readonly<Record<string, ChannelRequest>>;
  readonly transport: TransportName;
  readonly since?: Position;
};

/**
 * Answers the commands of other tabs as a server would, from the one connection that this tab has. What the server
 * sends on it goes to all of them as it is: each tab has its own positions, and drops what it has.
 */
export class Host {
  readonly #owner: HostOwner;
  readonly #followers = new Map<string, Map<string, Remote>>();
  /** Whose command it was that the server was asked, by the id under which it was. */
  readonly #asked = new Map<number, { readonly to: string; readonly id: number }>();

  constructor(owner: HostOwner) {
    this.#owner = owner;
  }

  get alone(): boolean {
    return this.#followers.size === 0;
  }

  /** Carries out what a follower asks for, a line each. */
  commands(from: string, lines: readonly string[]): void {
    for (const line of lines) {
      const { id, ...named } = JSON.parse(line);
      for (const kind in named) this.#command(from, kind, named[kind], id);
    }
  }

  #command(from: string, kind: string, body: Body, id: number): void {
    const { channel } = body;
    if (kind === "ping") return this.#owner.post({ id, ping: {} }, from);
    if (kind === "connect") return this.#connect(from, id, body);
    const followed = this.#followers.get(from);
    if (!followed) return;
    const remote = followed.get(channel);
    if (kind === "subscribe" || kind === "unsubscribe") {
      followed.delete(channel);
      end(remote);
      if (kind === "subscribe") this.#follow(from, followed, channel, { ...body, ...body.since }, id);
    } else if (kind === "more") remote?.more();
    else if (kind === "switch") this.#switch(from, body.transport, id);
    else {
      const own = this.#owner.nextId();
      this.#asked.set(own, { to: from, id });
      this.#owner.own.send(() => [command(kind as Command["kind"], body, own)]);
    }
  }

  #connect(from: string, id: number, { channels }: Body): void {
    const reply = this.#owner.reply();
    // It asks again when there is a connection; till then it is to know that somebody hears it.
    if (!reply) return this.#owner.post({}, from);
    if (!this.#followers.has(from)) this.#owner.watch(from);
    this.drop(from);
    const followed = new Map<string, Remote>();
    this.#followers.set(from, followed);
    const { client, member, limits, transport } = reply;
    this.#owner.post({ id, connect: { client, member, limits, transport } as ConnectReply }, from);
    for (const [name, request] of Object.entries(channels)) this.#follow(from, followed, name, request);
  }

  #follow(to: string, followed: Map<string, Remote>, name: string, request: ChannelRequest, id?: number): void {
    const { epoch, offset, newest, credit: page } = request ?? {};
    const since = epoch === undefined ? undefined : ({ epoch, offset } as Position);
    const subscriber = this.#owner.subscriptions.add(name, () => {}, { since, newest, page } as SubscribeOptions);
    const remote: Remote = { subscriber, id, waiting: true, more: () => {} };
    followed.set(name, remote);
    const tell = (frame: Frame) => this.#owner.post(frame, to);
    subscriber.on("live", (position) => tell({ live: { channel: name, ...position } }));
    subscriber.turn = () => {
      tell({ paused: { channel: name, ...(subscriber.position as Position) } });
      return new Promise<void>((resolve) => {
        remote.more = resolve;
      });
    };
    const head = this.#owner.subscriptions.head(name);
    if (head) this.#answer(to, name, remote, since ? head : (subscriber.position as Position));
  }

  #answer(to: string, name: string, remote: Remote, reply: ChannelReply): void {
    const { id } = remote;
    remote.waiting = false;
    const frame = id ? { id, subscribe: { channel: name, ...reply } } : { connect: { channels: { [name]: reply } } };
    this.#owner.post(frame, to);
  }

  #switch(to: string, transport: TransportName, id: number): void {
    this.#owner.own.switchTo(transport).then(
      () => this.#owner.post({ id, switch: {} }, to),
      ({ code, message }: WindsockError) => this.#owner.post({ id, error: { code, message } }, to),
    );
  }

  /** Takes the reply to a command of a follower; false where it is none. */
  settle(frame: Frame): boolean {
    const asked = this.#asked.get(frame.id ?? 0);
    if (!asked) return false;
    this.#asked.delete(frame.id ?? 0);
    this.#owner.post({ ...frame, id: asked.id }, asked.to);
    return true;
  }

  /** The connection has brought this, and it counts. */
  accepted(frame: Frame): void {
    // What nobody hears would still be copied, which costs more than all else that is done with it.
    if (this.alone) return;
    if (!frame.connect) return this.#owner.post(frame);
    for (const [name, reply] of Object.entries(frame.connect.channels ?? {})) {
      for (const [to, followed] of this.#followers) {
        const remote = followed.get(name);
        if (remote?.waiting) this.#answer(to, name, remote, reply);
      }
    }
  }

  /** The connection was lost: each follower sends again what had no reply. */
  lost(): void {
    this.#asked.clear();
  }

  /** This follower is gone. */
  drop(follower: string): void {
    const followed = this.#followers.get(follower);
    this.#followers.delete(follower);
    for (const remote of followed?.values() ?? []) end(remote);
  }

  close(): void {
    for (const follower of this.#followers.keys()) this.drop(follower);
  }
}

/** A moment later, so that a channel which is asked for anew is followed all the time. */
function end(remote: Remote | undefined): void {
  queueMicrotask(() => {
    remote?.more();
    remote?.subscriber.unsubscribe();
  });
}
