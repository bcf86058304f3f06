import { WebSocket } from "ws";
import type { WindsockEvents } from "../../src/events.js";
import { type TransportName, Windsock, type WindsockOptions } from "../../src/index.js";
import type { WebSocketConstructor } from "../../src/transports/transport.js";

/** Resolves at the next event of this name. */
export function next<E extends keyof WindsockEvents>(client: Windsock, event: E): Promise<WindsockEvents[E]> {
  return new Promise((resolve) => {
    const remove = client.on(event, (value) => {
      remove();
      resolve(value);
    });
  });
}

/** A client that works in every Node, and comes back without a delay. */
export function createClient(url: string, transports: TransportName[], options: WindsockOptions = {}): Windsock {
  const webSocket = WebSocket as unknown as WebSocketConstructor;
  return new Windsock(url, { WebSocket: webSocket, transports, random: () => 0, ...options });
}

/** What a listener hears, and a way to wait until it has heard this many. */
export class Ear<T> {
  readonly heard: T[] = [];
  #waiting: { count: number; resolve: (heard: T[]) => void }[] = [];

  readonly listener = (value: T): void => {
    this.heard.push(value);
    for (const { count, resolve } of this.#waiting) if (this.heard.length >= count) resolve(this.heard);
  };

  has(count: number): Promise<T[]> {
    return new Promise((resolve) => {
      if (this.heard.length >= count) resolve(this.heard);
      else this.#waiting.push({ count, resolve });
    });
  }
}
