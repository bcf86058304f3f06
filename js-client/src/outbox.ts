import { WindsockError } from "./errors.js";
import type { Command, Frame, Position } from "./protocol.js";

/** Where a message was published. */
export interface Published extends Position {
  readonly channel: string;
  /** How many connections were subscribed at that moment, on the server that took the message. */
  readonly subscribers: number;
}

interface Entry {
  readonly id: number;
  readonly channel: string;
  readonly command: Command;
  resolve(published: Published): void;
  reject(error: WindsockError): void;
}

/**
 * The publishes that have no reply yet, in the order in which they were given and numbered: first those that were sent,
 * then those that wait for a connection.
 */
export class Outbox {
  readonly #capacity: number;
  readonly #sent = new Map<number, Entry>();
  #waiting: Entry[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(id: number, channel: string, command: Command): Promise<Published> {
    return new Promise((resolve, reject) => {
      if (this.#sent.size + this.#waiting.length >= this.#capacity) {
        reject(new WindsockError("outbox-full", `${this.#capacity} publishes are without a reply`, { channel }));
        return;
      }
      this.#waiting.push({ id, channel, command, resolve, reject });
    });
  }

  /** Takes all that wait, as sent from now on; those above `limit` bytes are rejected, since the server would hang up. */
  take(limit: number): Command[] {
    const commands: Command[] = [];
    for (const entry of this.#waiting) {
      if (isLonger(entry.command.line, limit)) {
        entry.reject(new WindsockError("too-large", `above the limit of ${limit} bytes`, { channel: entry.channel }));
        continue;
      }
      this.#sent.set(entry.id, entry);
      commands.push(entry.command);
    }
    this.#waiting = [];
    return commands;
  }

  /** Settles the publish that the frame replies to; false where it replies to none. */
  settle({ id, publish, error }: Frame): boolean {
    const entry = id === undefined ? undefined : this.#sent.get(id);
    if (!entry) return false;
    this.#sent.delete(entry.id);
    if (publish) entry.resolve(publish);
    else {
      const { code, message } = error ?? { code: "bad-reply", message: "The reply could not be understood" };
      entry.reject(new WindsockError(code, message, { channel: entry.channel }));
    }
    return true;
  }

  /** The connection has ended: whether what was sent has been published cannot be known. */
  lost(): void {
    for (const { channel, reject } of this.#sent.values()) {
      reject(new WindsockError("unacknowledged", "The connection was lost before the reply", { channel }));
    }
    this.#sent.clear();
  }

  /** The client has ended: what waits was not published. */
  closed(): void {
    this.lost();
    for (const { channel, reject } of this.#waiting) {
      reject(new WindsockError("closed", "The client was closed before this was sent", { channel }));
    }
    this.#waiting = [];
  }
}

/** Whether `text` has more than `limit` bytes in UTF-8; a UTF-16 unit has at most three. */
function isLonger(text: string, limit: number): boolean {
  return text.length * 3 > limit && new TextEncoder().encode(text).length > limit;
}
