/** The Windsock client: what the package exports. */
export type { Backoff } from "./backoff.js";
export type { PublicationListener, Subscription } from "./channel.js";
export { Windsock } from "./client.js";
export type { Clock } from "./clock.js";
export type { State } from "./connection.js";
export { WindsockError } from "./errors.js";
export type { FailedTransport, WindsockEvents } from "./events.js";
export type { Timeouts, WindsockOptions } from "./options.js";
export type { Published } from "./outbox.js";
export type { Position, Publication, TransportName } from "./protocol.js";
export type { HeadersOption, WebSocketConstructor, WebSocketLike } from "./transports/transport.js";
