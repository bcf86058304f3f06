import type { PublicationListener, Subscription } from "./channel.js";
import { Connection, type State } from "./connection.js";
import { WindsockError } from "./errors.js";
import { Events, type WindsockEvents } from "./events.js";
import { watchNetwork } from "./lifecycle.js";
import { resolveOptions, resolveUrl, type WindsockOptions } from "./options.js";
import { Outbox, type Published } from "./outbox.js";
import { type Command, type ConnectReply, command, type Frame, type Position, type TransportName } from "./protocol.js";
import { Subscriptions } from "./subscriptions.js";
import { createTransport } from "./transports/index.js";
import type { HeadersOption } from "./transports/transport.js";

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
    const create = (name: TransportName, sink: Parameters<typeof createTransport>[2]) => {
      this.#subscriptions.reset();
      return createTransport(name, environment, sink);
    };
    this.#connection = new Connection({ ...rest, create }, this.#events, {
      connect: (extra) => this.#connect(extra),
      connected: (reply) => this.#connected(reply),
      frame: (frame) => this.#frame(frame),
      lost: () => this.#outbox.lost(),
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
   * Without a connection it waits for one; publishes are sent in the order in which they are given. It is rejected with
   * a {@link WindsockError} whose `code` is one of the server's, in which case nothing was published, or
   * `unacknowledged` (the connection was lost before the reply: it may have been published or not), `closed`,
   * `outbox-full`, `too-large` or `bad-data` (not published).
   */
  publish(channel: string, data: unknown): Promise<Published> {
    if (this.state === "closed") return rejected("closed", "The client is closed", channel);
    const id = this.#commandId + 1;
    let publish: Command;
    try {
      if (JSON.stringify(data) === undefined) throw new TypeError("There is no JSON for it");
      publish = command("publish", { channel, data }, id);
    } catch (cause) {
      return rejected("bad-data", `Not a JSON value: ${cause}`, channel, cause);
    }
    this.#commandId = id;
    const published = this.#outbox.add(id, channel, publish);
    this.#flush();
    return published;
  }

  /** Calls `listener` at each `event`; returns what ends that. */
  on<E extends keyof WindsockEvents>(event: E, listener: (value: WindsockEvents[E]) => unknown): () => void {
    return this.#events.on(event, listener);
  }

  #connect(extra: object = {}): Command {
    const body = { client: this.id, channels: this.#subscriptions.connect(), ...extra };
    return command("connect", body, ++this.#commandId);
  }

  #connected({ channels, limits }: ConnectReply): void {
    this.#limit = limits?.message ?? DEFAULT_LIMIT;
    this.#subscriptions.connected(channels);
    this.#bringUpToDate();
    this.#flush();
  }

  #frame(frame: Frame): void {
    const { id, connect, error } = frame;
    if (connect) this.#subscriptions.connected(connect.channels);
    else if (error && id === undefined) this.#events.emit("error", new WindsockError(error.code, error.message));
    else if (!this.#outbox.settle(frame)) this.#subscriptions.frame(frame);
  }

  #bringUpToDate(): void {
    if (this.state === "connected") this.#connection.send(this.#subscriptions.changes());
  }

  #flush(): void {
    if (this.state === "connected") this.#connection.send(this.#outbox.take(this.#limit));
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
