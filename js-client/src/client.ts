import type { PublicationListener, SubscribeOptions, Subscription } from "./channel.js";
import type { Clock } from "./clock.js";
import { Connection, type Owner } from "./connection.js";
import { rejected, WindsockError } from "./errors.js";
import { Events, type WindsockEvents } from "./events.js";
import type { Feed } from "./feed.js";
import { browserLocks } from "./group.js";
import { newId } from "./ids.js";
import { networkKind, watchPage } from "./lifecycle.js";
import type { Listener } from "./listeners.js";
import { Memory } from "./memory.js";
import { Negotiator } from "./negotiator.js";
import {
  checkSubscribe,
  type HistoryOptions,
  type PublishOptions,
  resolveOptions,
  resolveUrl,
  type WindsockOptions,
} from "./options.js";
import { Outbox } from "./outbox.js";
import {
  type Command,
  type ConnectReply,
  command,
  type Frame,
  type History,
  type Position,
  type Presence,
  type Published,
  type TransportName,
} from "./protocol.js";
import { PageMemory, type Saved } from "./reload.js";
import type { ConnectionReport } from "./report.js";
import type { State } from "./state.js";
import { Subscriptions } from "./subscriptions.js";
import { Tabs } from "./tabs.js";
import { control, createTransport } from "./transports/index.js";
import type { HeadersOption, Sink } from "./transports/transport.js";

/** The limit of one command, in bytes, until the server has told its own. */
const DEFAULT_LIMIT = 65_536;

/**
 * A client of a Windsock server: it follows channels and publishes to them, by WebSocket, else server-sent events, else
 * long polling, and comes back by itself when the connection is lost.
 *
 * Everything may be called in every state: subscriptions, publishes and questions wait for the connection.
 *
 * @example
 * ```ts
 * const client = new Windsock();
 * client.subscribe("news", ({ data }) => console.log(data));
 * client.connect();
 * await client.publish("news", { text: "hello" });
 * ```
 */
export class Windsock {
  readonly #events = new Events();
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #subscriptions: Subscriptions;
  readonly #negotiator: Negotiator;
  readonly #connection: Connection | Tabs;
  readonly #tabs: Tabs | undefined;
  readonly #memory: Pick<PageMemory, "watch"> | undefined;
  /** Of the page before. */
  readonly #positions = new Map<string, Position>();
  /** What every connection says of the client, beside its channels. */
  #identity: { client: string; user: string | undefined; data: unknown };
  /**
   * Whose the numbers of publishes are, where that is stated: by tabs, which go on as the client of another; and by a client that
   * has become another. One that was closed and connects again goes on under its first id, so that what it sent before, and
   * comes late, is not published after newer ones.
   */
  #publisher: string | undefined;
  #member: string | undefined;
  #commandId = 0;
  /** Of the latest publish. */
  #number = 0;
  #limit = DEFAULT_LIMIT;
  /** The server was told that the client ends. */
  #gone = false;
  #unwatch: () => void = () => {};

  /**
   * Does not connect yet.
   *
   * @param url - where the server is: an absolute URL, or a path at the page's origin. Default `/windsock`.
   * @throws {@link WindsockError} with the code `bad-url` or `bad-option`.
   */
  constructor(url?: string, options: WindsockOptions = {}) {
    const { outbox, headers, reload, tabs, user, data, ...rest } = resolveOptions(options);
    this.#identity = { client: newId(), user, data };
    const environment = {
      ...rest,
      url: resolveUrl(url),
      headers: this.#guarded(headers),
      identity: () => this.#identity,
    };
    const nextId = () => ++this.#commandId;
    this.#outbox = new Outbox(rest.clock, outbox);
    this.#subscriptions = new Subscriptions(
      this.#events,
      nextId,
      () => this.#bringUpToDate(),
      (frame) => this.#tabs?.accepted(frame),
    );
    const { clock, timeouts } = rest;
    this.#clock = clock;
    this.#negotiator = new Negotiator({
      ...rest,
      memory: new Memory(rest.store, `windsock:networks:${environment.url}`, () => clock.date(), networkKind),
      next: timeouts.next,
      control: (timeout) => control(environment, timeout, new AbortController().signal),
    });
    const create = (name: TransportName, sink: Sink) => createTransport(name, environment, sink);
    const parts = { ...rest, create, negotiator: this.#negotiator };
    const owner = this.#owner();
    const events = this.#events;
    if (tabs && browserLocks()) {
      // Tabs of other versions, which are another group where what tabs say to each other is another, begin with another number.
      const group = [1, environment.url, ...tabs];
      this.#publisher = this.#identity.client;
      this.#tabs = new Tabs({ ...parts, group, subscriptions: this.#subscriptions, nextId }, events, owner);
    }
    this.#connection = this.#tabs ?? new Connection(parts, events, owner);
    // Nobody is left to come back, unless the next page goes on as this client.
    this.#memory = reload === undefined ? PageMemory.none(() => this.close()) : new PageMemory(reload);
    if (this.#memory instanceof PageMemory) this.#restore(this.#memory.take());
  }

  /**
   * The instance id by which the server knows this client, through all its connections: a secret of the two. A client that
   * was closed is another when it connects again.
   */
  get id(): string {
    return this.#identity.client;
  }

  /** By which others know this client in presence; `undefined` until it was connected. */
  get member(): string | undefined {
    return this.#member;
  }

  /** Where the client stands. */
  get state(): State {
    return this.#connection.state;
  }

  /** The transport in use; `undefined` where the client is not connected. */
  get transport(): TransportName | undefined {
    return this.#connection.transport;
  }

  /** Connects, and stays connected until {@link Windsock.close}. Does nothing where that is so already. */
  connect(): void {
    this.#unwatch();
    if (this.#gone) this.#newIdentity();
    const connection = this.#connection;
    const ends = [
      watchPage(this.#clock, connection),
      this.#memory?.watch(
        () => this.#save(),
        () => this.#becomeAnother(),
      ),
    ];
    this.#unwatch = () => {
      for (const end of ends) end?.();
    };
    connection.connect();
  }

  /**
   * Goes over to another transport (or to a new connection of the same) while the one in use still delivers: nothing is
   * lost, repeated or interrupted, and the event `switched` tells. It stays there until the connection is lost. Where the new one does not prove itself the promise is
   * rejected with a {@link WindsockError} whose code is the reason, and the client stays where it is; also with
   * `not-connected`, `superseded` by another switch, and `bad-option` for a transport that the options leave out.
   */
  switchTo(transport: TransportName): Promise<void> {
    if (this.transport !== "tab") return this.#connection.switchTo(transport);
    return this.#send("switch", "", { transport }, () => undefined);
  }

  /**
   * Ends the connection; the client leaves presence at once, where the server still hears it. Publishes without a reply
   * are rejected: those that were sent with `unacknowledged`, the others with `closed`. Subscriptions keep their
   * positions, and {@link Windsock.connect} goes on from there.
   */
  close(): void {
    this.#connection.close("closed", "The client was closed");
  }

  /**
   * Follows a channel: `listener` is given each publication from now on, in order and once; the options let it begin
   * earlier. Through reconnects nothing is lost or repeated; what the server no longer has is told by the event `gap`.
   * Where the server refuses the channel, the event `error` tells, and the next connection asks again.
   *
   * @throws {@link WindsockError} with the code `bad-option`.
   */
  subscribe(channel: string, listener: PublicationListener, options: SubscribeOptions = {}): Subscription {
    checkSubscribe(options);
    const before = this.#positions.get(channel);
    this.#positions.delete(channel);
    const anew = options.since || options.newest || !before;
    return this.#subscriptions.add(channel, listener, anew ? options : { ...options, since: before });
  }

  /**
   * Publishes any JSON value to a channel; resolves when the server has acknowledged it.
   *
   * Without a connection it waits for one. Publishes are sent in the order in which they are given, and again where the
   * connection was lost before the reply; they are numbered, so that each is published once. The promise is rejected
   * with a {@link WindsockError} whose `code` is one of the server's, in which case nothing was published (but where it is
   * `out-of-order`: nobody knows), `closed`, `timeout`, `outbox-full`, `too-large` or `bad-data` (not published), or
   * `unacknowledged`: given up or closed before the reply, it may have been published or not.
   */
  publish(channel: string, data: unknown, options: PublishOptions = {}): Promise<Published> {
    const number = this.#number + 1;
    const body = { ...options, data, number, client: this.#publisher };
    return this.#send("publish", channel, body, (frame) => frame.publish);
  }

  /** What the channel's log has kept, or the part of it that the options ask for. */
  history(channel: string, options: HistoryOptions = {}): Promise<History> {
    return this.#send("history", channel, options, (frame) => frame.history);
  }

  /** Who is in the channel now; rejected with `no-presence` where its rules have presence off. */
  presence(channel: string): Promise<Presence> {
    return this.#send("presence", channel, {}, (frame) => frame.presence);
  }

  /** Every transport that was tried, and what came of it: why the client is where it is. */
  report(): ConnectionReport {
    return this.#negotiator.report.get(this.transport);
  }

  /** Calls `listener` at each `event`; returns what ends that. */
  on<E extends keyof WindsockEvents>(event: E, listener: Listener<WindsockEvents[E]>): () => void {
    return this.#events.on(event, listener);
  }

  /** Sends a command that has a reply; `read` takes the answer out of it. */
  #send<T>(kind: Command["kind"], channel: string, body: object, read: (frame: Frame) => T | undefined): Promise<T> {
    if (this.state === "closed") return rejected("closed", "The client was closed", channel);
    const id = this.#commandId + 1;
    let encoded: Command;
    try {
      if ("data" in body && JSON.stringify(body.data) === undefined) throw new TypeError("no JSON");
      encoded = command(kind, { channel, ...body }, id);
    } catch (cause) {
      return rejected("bad-data", `Not a JSON value: ${cause}`, channel, cause);
    }
    this.#commandId = id;
    if (kind === "publish") this.#number++;
    const replied = this.#outbox.add(id, channel, encoded);
    this.#flush();
    return replied.then((frame) => read(frame) as T);
  }

  #owner(): Owner {
    return {
      ping: () => command("ping", {}, ++this.#commandId),
      feed: () => this.#subscriptions.feed(),
      connect: (feed, extra) => this.#connect(feed, extra),
      carried: (_, reply) => this.#carried(reply),
      frame: (frame, feed) => this.#frame(frame, feed),
      lost: () => this.#subscriptions.lost(),
      farewell: () => this.#farewell(),
      closed: () => {
        this.#unwatch();
        this.#outbox.closed();
      },
    };
  }

  #connect(feed: Feed, extra: object = {}): Command {
    return command("connect", { ...this.#identity, channels: feed.connect(), ...extra }, ++this.#commandId);
  }

  #carried({ limits, member, client }: ConnectReply): void {
    if (client) this.#identity.client = client;
    this.#limit = limits?.message ?? DEFAULT_LIMIT;
    this.#member = member ?? this.#member;
    this.#outbox.resend();
    this.#bringUpToDate();
    this.#flush();
  }

  #frame(frame: Frame, feed: Feed): void {
    const { id, error } = frame;
    if (error && id === undefined) this.#events.emit("error", new WindsockError(error.code, error.message));
    else if (!this.#outbox.settle(frame)) feed.frame(frame);
  }

  #bringUpToDate(): void {
    this.#connection.send((feed) => feed.changes());
  }

  #flush(): void {
    this.#connection.send(() => this.#outbox.take(this.#limit));
  }

  #save(): Saved {
    return {
      client: this.#identity.client,
      publisher: this.#publisher,
      commandId: this.#commandId,
      number: this.#number,
      positions: this.#subscriptions.positions(),
      publishes: this.#outbox.publishes(),
    };
  }

  /** Goes on as the client of the page before. */
  #restore(saved: Saved | undefined): void {
    if (!saved) return;
    this.#identity.client = saved.client;
    this.#publisher = saved.publisher;
    this.#commandId = saved.commandId;
    this.#number = saved.number;
    for (const [channel, position] of Object.entries(saved.positions)) this.#positions.set(channel, position);
    for (const { id, channel, line } of saved.publishes) {
      // Nobody holds the promise any more.
      const failed = (error: WindsockError) => this.#events.emit("error", error);
      this.#outbox.add(id, channel, { kind: "publish", line }).catch(failed);
    }
  }

  /** Another page goes on as the client that this one was, and sends what had no reply. */
  #becomeAnother(): void {
    this.#outbox.closed();
    this.#newIdentity();
    this.#publisher = this.#identity.client;
    this.#connection.offline();
    this.#connection.online();
  }

  #farewell(): Command {
    this.#gone = true;
    return command("disconnect", {}, ++this.#commandId);
  }

  #newIdentity(): void {
    this.#gone = false;
    this.#member = undefined;
    this.#publisher ??= this.#identity.client;
    this.#identity.client = newId();
  }

  /** A `headers` function is the application's: what it throws is told, and ends the request. */
  #guarded(headers: HeadersOption): HeadersOption {
    if (typeof headers !== "function") return headers;
    return async () => {
      try {
        return await headers();
      } catch (cause) {
        this.#events.emit("error", new WindsockError("listener", `A callback failed: headers: ${cause}`, { cause }));
        throw cause;
      }
    };
  }
}
