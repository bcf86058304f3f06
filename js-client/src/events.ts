import { WindsockError } from "./errors.js";
import { type Listener, Listeners } from "./listeners.js";
import type { Position, TransportName } from "./protocol.js";

/** A transport that was tried and did not prove itself, and why: `timeout`, `refused`, `status-502`, `lost`, … */
export interface FailedTransport {
  readonly transport: TransportName;
  readonly reason: string;
}

/** The events of a client, by name, and what their listeners are given. */
export interface WindsockEvents {
  /** A transport is being tried. `attempt` is 0 for the first try and counts reconnects in a row from then on. */
  connecting: { readonly transport: TransportName; readonly attempt: number };
  /** The transport has proven itself; `failed` tells which were tried before it, and why each was not taken. */
  connected: { readonly transport: TransportName; readonly failed: readonly FailedTransport[] };
  /** Another transport has taken over while the one before still delivered: nothing was lost, repeated or interrupted. */
  switched: { readonly from: TransportName; readonly to: TransportName };
  /**
   * There is no connection, and the client comes back by itself, in `delay` ms; `null` where it waits for the browser
   * to be online. `reason` is what ended the connection: `lost`, `silent`, `timeout`, `refused`, `offline`,
   * `status-502`, or the server's close code, such as `shutdown`.
   */
  reconnecting: { readonly reason: string; readonly attempt: number; readonly delay: number | null };
  /** The connection has ended for good: by `close()` (code `closed`), or because the server said so. */
  closed: { readonly code: string; readonly reason: string };
  /**
   * Publications of a channel that can never be delivered; how many, where that is known, else `null`. Where `after` is not
   * before `next` in the same epoch, a listener was to begin beyond the log's end, and only such ones missed anything.
   */
  gap: {
    readonly channel: string;
    readonly after: Position;
    readonly next: Position;
    readonly missed: number | null;
  };
  /** A subscription was refused, or a callback of the application threw. Without a listener it goes to the console. */
  error: WindsockError;
}

/** Calls the application's callbacks, each in isolation: what one throws reaches neither the client nor the others. */
export class Events {
  readonly #listeners = new Listeners<WindsockEvents>();

  on<E extends keyof WindsockEvents>(event: E, listener: Listener<WindsockEvents[E]>): () => void {
    return this.#listeners.on(event, listener);
  }

  emit<E extends keyof WindsockEvents>(event: E, value: WindsockEvents[E]): void {
    const listeners = this.#listeners.of(event);
    for (const listener of listeners) void this.call(listener, value, event === "error");
    // biome-ignore lint/suspicious/noConsole: an error that nobody listens to must not vanish
    if (event === "error" && listeners.length === 0) console.error(value);
  }

  /**
   * Calls one callback. What it throws, or what the promise it returns is rejected with, becomes an `error` event.
   * Returns a promise that is fulfilled when the callback's is settled, where that has returned one.
   */
  call<T>(listener: Listener<T>, value: T, handlesErrors = false): Promise<unknown> | undefined {
    const failed = (cause: unknown) => {
      const error = new WindsockError("listener", `A callback failed: ${cause}`, { cause });
      // biome-ignore lint/suspicious/noConsole: an error listener that throws cannot be told by another error event
      if (handlesErrors) console.error(error);
      else this.emit("error", error);
    };
    try {
      const result = listener(value);
      if (result instanceof Promise) return result.catch(failed);
    } catch (cause) {
      failed(cause);
    }
    return undefined;
  }
}
