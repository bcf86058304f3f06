import type { Clock } from "../clock.js";
import type { Command, Frame } from "../protocol.js";

/**
 * One way to carry frames. A transport is used for one connection: opened once, closed once.
 *
 * It calls `frame` and `down` of its {@link Sink} never from within `open`, `send` or `close`, `down` at most once, and
 * neither after `close`.
 */
export interface Transport {
  /** A connection is open, as far as one can see; that proves nothing. */
  readonly seemsOpen?: boolean;
  /** Starts the connection and sends the `connect` command as its first. */
  open(): void;
  /** Sends commands, in order. Called only after the `connect` reply has come. */
  send(commands: readonly Command[]): void;
  /** Ends the connection without a word to the sink; `last` is sent before, without waiting for what comes of it. */
  close(last?: Command): void;
}

/** What is known of the network. */
export interface Hints {
  /** For how many ms a connection may be quiet. */
  readonly keepalive?: number | undefined;
  /** With how many bytes a stream should begin, so that it is let through. */
  readonly padding?: number | undefined;
}

/** Where a transport hands over what it receives, and asks for what opens a connection. */
export interface Sink {
  readonly hints: Hints;
  /** The `connect` command for the channels as they are now, at the positions reached; `extra` goes into its body. */
  connect(extra?: object): Command;
  /** A command whose reply proves that the connection carries bytes both ways. */
  ping(): Command;
  /** The answer to a ping of the server's. */
  pong(): Command;
  frame(frame: Frame): void;
  /** Something has come, whatever it is. */
  alive(): void;
  /** Whether what is sent on the stream comes when it is sent; once, where the `connect` reply announced a probe. */
  tested(passed: boolean): void;
  /** The connection has ended, for this reason; nothing more will come. */
  down(reason: string): void;
}

/** What a page, or Node, brings for connections to be made with. */
export interface Environment {
  readonly url: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: typeof fetch;
  readonly WebSocket: WebSocketConstructor | undefined;
  readonly headers: HeadersOption;
  /** What each connection says of the client, as members of the `connect` command. */
  identity(): object;
}

/** Headers for HTTP requests, or what makes them, called for each request. */
export type HeadersOption =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** A WebSocket class as browsers have it: the browser's own, Node's (from 22 on), or that of the package `ws`. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** The part of a WebSocket that the client uses. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}

/** How long, in ms, a sign of life may be overdue before its connection is taken for dead. */
export const GRACE = 10_000;

/** How long, in ms, the server may hear nothing of the client, where it does not say. */
export const DEFAULT_LEASE = 75_000;
