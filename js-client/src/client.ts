import type { PublicationListener, Subscription } from "./channel.js";
import { Connection, type State } from "./connection.js";
import { WindsockError } from "./errors.js";
import { Events, type WindsockEvents } from "./events.js";
import type { Feed } from "./feed.js";
import { watchNetwork } from "./lifecycle.js";
import { resolveOptions, resolveUrl, type WindsockOptions } from "./options.js";
import { Outbox, type Published } from "./outbox.js";
import { type Command, type ConnectReply, command, type Frame, type Position, type TransportName } from "./protocol.js";
import { Subscriptions } from "./subscriptions.js";
import { createTransport } from "./transports/index.js";
import type { HeadersOption, Sink } from "./transports/transport.js";

/** The limit of one command, in bytes, until the server has told its own. */
const DEFAULT_LIMIT = 65_536;

/**
 * A client of a Windsock server: it follows channels and publishes to them, by WebSocket, else server-sent events, else
 * long polling, and comes back by itself when the connection is lost.
 *
 * Everything may be called in every state: subscriptions and publishes wait for the connection.
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
  /** The instance id by which the server knows this client, through all its connections. */
  readonly id: string = newId();
  readonly #events = new Events();
  readonly #outbox: Outbox;
  readonly #subscriptions: Subscriptions;
  readonly #connection: Connection;
  #commandId = 0;
  /** Of the latest publish. */
  #number = 0;
  #limit = DEFAULT_LIMIT;
  #unwatch: () => void = () => {};

  /**
   * Does not connect yet.
   *
   * @param url - where the server is: an absolute URL, or a path at the page's origin. Default `/windsock`.
   * @throws {@link WindsockError} with the code `bad-url` or `bad-option`.
   */
  constructor(url?: string, options: WindsockOptions = {}) {
    const { outbox, headers, ...rest } = resolveOptions(options);
    const environment = { ...rest, url: resolveUrl(url), client: this.id, headers: this.#guarded(headers) };
    this.#outbox = new Outbox(outbox);
    this.#subscriptions = new Subscriptions(
      this.#events,
      () => ++this.#commandId,
      () => this.#bringUpToDate(),
    );
    const create = (name: TransportName, sink: Sink) => createTransport(name, environment, sink);
    this.#connection = new Connection({ ...rest, create }, this.#events, {
      feed: () => this.#subscriptions.feed(),
      connect: (feed, extra) => this.#connect(feed, extra),
      carried: (_, reply) => this.#carried(reply),
      frame: (frame, feed) => this.#frame(frame, feed),
      closed: () => {
        this.#unwatch();
        this.#outbox.closed();
      },
    });
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
    this.#unwatch = watchNetwork(
      () => this.#connection.offline(),
      () => this.#connection.online(),
    );
    this.#connection.connect();
  }

  /**
   * Goes over to another transport (or to a new connection of the same) while the one in use still delivers: nothing is
   * lost, repeated or interrupted, and the event `switched` tells. Where the new one does not prove itself the promise is
   * rejected with a {@link WindsockError} whose code is the reason, and the client stays where it is; also with
   * `not-connected`, `superseded` by another switch, and `bad-option` for a transport that the options leave out.
   */
  switchTo(transport: TransportName): Promise<void> {
    return this.#connection.switchTo(transport);
  }

  /**
   * Ends the connection. Publishes without a reply are rejected: those that were sent with `unacknowledged`, the others
   * with `closed`. Subscriptions keep their positions, and {@link Windsock.connect} goes on from there.
   */
  close(): void {
    this.#connection.close("closed", "The client was closed");
  }

  /**
   * Follows a channel: `listener` is given each publication from now on, or after the position `since`, in order and
   * once. Through reconnects nothing is lost or repeated; what the server no longer has is told by the event `gap`.
   * Where the server refuses the channel, the event `error` tells, and the next connection asks again.
   */
  subscribe(channel: string, listener: PublicationListener, options: { since?: Position } = {}): Subscription {
    return this.#subscriptions.add(channel, listener, options.since);
  }

  /**
   * Publishes any JSON value to a channel; resolves when the server has acknowledged it.
   *
   * Without a connection it waits for one. Publishes are sent in the order in which they are given, and again where the
   * connection was lost before the reply; they are numbered, so that each is published once. The promise is rejected
   * with a {@link WindsockError} whose `code` is one of the server's, in which case nothing was published (but where it is
   * `out-of-order`: nobody knows), `closed`, `outbox-full`, `too-large` or `bad-data` (not published), or
   * `unacknowledged`: closed before the reply, it may have been published or not.
   */
  publish(channel: string, data: unknown): Promise<Published> {
    if (this.state === "closed") return rejected("closed", "The client is closed", channel);
    const id = this.#commandId + 1;
    let publish: Command;
    try {
      if (JSON.stringify(data) === undefined) throw new TypeError("There is no JSON for it");
      publish = command("publish", { channel, data, number: this.#number + 1 }, id);
    } catch (cause) {
      return rejected("bad-data", `Not a JSON value: ${cause}`, channel, cause);
    }
    this.#commandId = id;
    this.#number++;
    const published = this.#outbox.add(id, channel, publish);
    this.#flush();
    return published;
  }

  /** Calls `listener` at each `event`; returns what ends that. */
  on<E extends keyof WindsockEvents>(event: E, listener: (value: WindsockEvents[E]) => unknown): () => void {
    return this.#events.on(event, listener);
  }

  #connect(feed: Feed, extra: object = {}): Command {
    const body = { client: this.id, channels: feed.connect(), ...extra };
    return command("connect", body, ++this.#commandId);
  }

  #carried({ limits }: ConnectReply): void {
    this.#limit = limits?.message ?? DEFAULT_LIMIT;
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

  /** A `headers` function is the application's: what it throws is told, and ends the request. */
  #guarded(headers: HeadersOption): HeadersOption {
    if (typeof headers !== "function") return headers;
    return async () => {
      try {
        return await headers();
      } catch (cause) {
        this.#events.emit("error", new WindsockError("listener", `The headers option failed: ${cause}`, { cause }));
        throw cause;
      }
    };
  }
}

function rejected(code: string, message: string, channel: string, cause?: unknown): Promise<never> {
  return Promise.reject(new WindsockError(code, message, { channel, cause }));
}

/** 128 random bits; `crypto.randomUUID` is not there on pages that came over plain HTTP. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
