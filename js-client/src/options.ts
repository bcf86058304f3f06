import type { Backoff } from "./backoff.js";
import type { SubscribeOptions } from "./channel.js";
import { type Clock, systemClock } from "./clock.js";
import { WindsockError } from "./errors.js";
import { browserStore, type Store } from "./memory.js";
import type { OutboxLimits } from "./outbox.js";
import type { Position, TransportName } from "./protocol.js";
import type { HeadersOption, WebSocketConstructor } from "./transports/transport.js";

/** How long transports are waited for, in ms. */
export interface Timeouts {
  /** After how long without a reply the next transport is opened beside the one before. Default 500. */
  readonly next?: number;
  /** How long a better transport may take to prove itself while another is in use. Default 5,000. */
  readonly better?: number;
  /** How long one may take while none is in use. Default 10,000. */
  readonly last?: number;
}

/** Options of a client; all may be left out. */
export interface WindsockOptions {
  /** The transports to use, the best first; one alone holds the client to it. Default: websocket, sse, polling. */
  readonly transports?: readonly TransportName[];
  /** Headers for the requests of the HTTP transports, or what makes them, called for each. A WebSocket carries none. */
  readonly headers?: HeadersOption;
  readonly timeouts?: Timeouts;
  readonly backoff?: Backoff;
  /** What presence shows of the client: who it is, up to 128 characters. */
  readonly user?: string;
  /** What presence shows of the client beside that: any JSON value, up to 1,024 bytes. */
  readonly data?: unknown;
  /** How many publishes may be without a reply, waiting for a connection among them. Default 1,000. */
  readonly outbox?: number;
  /** How long these may be together, in characters of JSON. Default 4,000,000. */
  readonly outboxSize?: number;
  /** After how many ms a publish without a reply is given up. Default: never. */
  readonly publishTimeout?: number;
  /**
   * The client goes on after the page was loaded again, or another page was opened in the same tab: with its id, the
   * positions of its channels and the publishes without a reply. A name tells several clients apart; `true` is one.
   */
  readonly reload?: boolean | string;
  /**
   * Tabs of one origin have one connection between them, and are one client to others: those whose `url`, `user`, `data`,
   * `transports` and `headers` are the same. `false`: this one has its own. Where `headers` is a function, or there is a
   * `fetch` or a `WebSocket`, only tabs that give the same name here share, since nobody can know whose these act for.
   */
  readonly tabs?: boolean | string;
  /**
   * Where it is kept what works in which network, for a day at most. Default: the browser's `localStorage`; `null`:
   * nowhere, so that it ends with the page.
   */
  readonly store?: Store | null;
  /** A WebSocket class, where there is no global one (Node before 22) or another is wanted. */
  readonly WebSocket?: WebSocketConstructor;
  /** A `fetch` function, where another than the global one is wanted. */
  readonly fetch?: typeof fetch;
  /** For tests: time. */
  readonly clock?: Clock;
  /** For tests: numbers from 0 up to 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** What may be stated of a message beside itself. */
export interface PublishOptions {
  /** Which thing it is about, up to 128 characters: in a channel with the rule `latest` it supersedes the older ones. */
  readonly key?: string;
  /** After how many ms it is not delivered any more. */
  readonly ttl?: number;
  /** Publishes only where it is above the last version of that channel and key; else `precondition-failed`. */
  readonly version?: number;
  /** Publishes only where this is the log's newest position; else `precondition-failed`. */
  readonly ifMatch?: Position;
}

/** Which part of a history is wanted; without any: the oldest that is kept, and what follows. */
export interface HistoryOptions {
  /** Only what comes after this position. */
  readonly since?: Position;
  /** Only what comes before this position. */
  readonly before?: Position;
  /** How many at most, up to 1,000. Default 100. */
  readonly limit?: number;
  /** The newest first. */
  readonly reverse?: boolean;
}

export const TRANSPORT_NAMES: readonly TransportName[] = ["websocket", "sse", "polling"];

/** The options with nothing left out; `WebSocket` may not be there. */
export interface ResolvedOptions {
  readonly transports: readonly TransportName[];
  readonly timeouts: Required<Timeouts>;
  readonly store: Store | undefined;
  readonly backoff: Backoff;
  readonly headers: HeadersOption;
  readonly outbox: OutboxLimits;
  readonly user: string | undefined;
  readonly data: unknown;
  /** The name to keep it by over a reload; `undefined`: not. */
  readonly reload: string | undefined;
  /** What the tabs that share a connection have in common; `undefined`: it is not shared. */
  readonly tabs: readonly unknown[] | undefined;
  readonly WebSocket: WebSocketConstructor | undefined;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Fills in the defaults, and refuses what cannot be meant. */
export function resolveOptions(options: WindsockOptions): ResolvedOptions {
  const { transports = TRANSPORT_NAMES, timeouts = {}, clock = systemClock, random = Math.random } = options;
  const { user, data } = options;
  check("transports", transports.length > 0 && transports.every((name) => TRANSPORT_NAMES.includes(name)));
  // The server would refuse the whole connection, again and again.
  check("user", user === undefined || /^[^\p{Cc}]{1,128}$/u.test(user));
  check("data", data === undefined || new TextEncoder().encode(JSON.stringify(data)).length <= 1_024);
  return {
    transports: [...new Set(transports)],
    timeouts: { next: 500, better: 5_000, last: 10_000, ...timeouts },
    store: resolveStore(options.store),
    backoff: options.backoff ?? {},
    headers: options.headers ?? {},
    outbox: {
      count: options.outbox ?? 1_000,
      size: options.outboxSize ?? 4_000_000,
      timeout: options.publishTimeout,
    },
    user,
    data,
    reload: options.reload === true ? "" : options.reload || undefined,
    tabs: group(options),
    WebSocket: options.WebSocket ?? (globalThis.WebSocket as WebSocketConstructor | undefined),
    fetch: options.fetch ?? globalThis.fetch,
    clock,
    random,
  };
}

function group({ tabs = true, user, data, transports, headers, ...rest }: WindsockOptions): unknown[] | undefined {
  // Whom these act for, nobody knows but the application.
  const own = typeof headers === "function" || rest.fetch || rest.WebSocket;
  return tabs === false || (own && tabs === true) ? undefined : [tabs, user, data, transports, headers];
}

function resolveStore(store: Store | null | undefined): Store | undefined {
  return store === null ? undefined : (store ?? browserStore());
}

/** Refuses what cannot be meant of a subscription. */
export function checkSubscribe({ since, newest, page }: SubscribeOptions): void {
  const whole = (value: number, from: number, to = value) =>
    Number.isSafeInteger(value) && value >= from && value <= to;
  check("since", !since || (typeof since.epoch === "string" && whole(since.offset, 0)));
  check("newest", newest === undefined || whole(newest, 0, 1_000));
  check("page", page === undefined || whole(page, 1));
}

function check(name: string, allowed: boolean): void {
  if (!allowed) throw new WindsockError("bad-option", `Not allowed for ${name}`);
}

/** The absolute URL of the server's one path, by http or https; a relative one is taken from the page's. */
export function resolveUrl(url = "/windsock"): string {
  try {
    const { href, protocol } = new URL(url, globalThis.location?.href);
    if (/^(http|ws)s?:$/.test(protocol)) return href.replace(/^ws/, "http");
  } catch {
    // Told below.
  }
  throw new WindsockError("bad-url", `Not a URL to connect to: ${url}`);
}
