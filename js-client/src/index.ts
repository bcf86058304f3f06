/** The Windsock client: what the package exports. */
export type { Backoff } from "./backoff.js";
export type {
  PresenceChange,
  PublicationListener,
  SubscribeOptions,
  Subscription,
  SubscriptionEvents,
} from "./channel.js";
export { Windsock } from "./client.js";
export type { Clock } from "./clock.js";
export { WindsockError } from "./errors.js";
export type { FailedTransport, WindsockEvents } from "./events.js";
export type { Listener } from "./listeners.js";
export type { Store } from "./memory.js";
export type { HistoryOptions, PublishOptions, Timeouts, WindsockOptions } from "./options.js";
export type {
  History,
  Position,
  Presence,
  PresentMember,
  Publication,
  Published,
  Recorded,
  Skipped,
  TransportName,
} from "./protocol.js";
export type { Attempt, ConnectionReport, Finding, Why } from "./report.js";
export type { State } from "./state.js";
export type { HeadersOption, WebSocketConstructor, WebSocketLike } from "./transports/transport.js";
