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
  sent: boolean;
  resolve(published: Published): void;
  reject(error: WindsockError): void;
}

/**
 * The publishes that have no reply yet, in the order in which they were given and numbered. What was sent on a connection
 * that has ended is sent again, before anything newer; by its number the server knows what it has had.
 */
export class Outbox {
  readonly #capacity: number;
  readonly #entries = new Map<number, Entry>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(id: number, channel: string, command: Command): Promise<Published> {
    return new Promise((resolve, reject) => {
      if (this.#entries.size >= this.#capacity) {
        reject(new WindsockError("outbox-full", `${this.#capacity} publishes are without a reply`, { channel }));
        return;
      }
      this.#entries.set(id, { id, channel, command, sent: false, resolve, reject });
    });
  }

  /** A new connection: all that has no reply is to be sent on it. */
  resend(): void {
    for (const entry of this.#entries.values()) entry.sent = false;
  }

  /** Takes all that is to be sent; what is above `limit` bytes is rejected, since the server would hang up. */
  take(limit: number): Command[] {
    const commands: Command[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.sent) continue;
      if (isLonger(entry.command.line, limit)) {
        this.#reject(entry, "too-large", `above the limit of ${limit} bytes`);
        continue;
      }
      entry.sent = true;
      commands.push(entry.command);
    }
    return commands;
  }

  /** Settles the publish that the frame replies to; false where it replies to none. */
  settle({ id, publish, error }: Frame): boolean {
    const entry = id === undefined ? undefined : this.#entries.get(id);
    if (!entry) return false;
    if (publish) {
      this.#entries.delete(entry.id);
      entry.resolve(publish);
    } else if (error) this.#reject(entry, error.code, error.message);
    else this.#reject(entry, "bad-reply", "The reply could not be understood");
    return true;
  }

  /** The client has ended. */
  closed(): void {
    for (const entry of this.#entries.values()) {
      if (entry.sent) this.#reject(entry, "unacknowledged", "The client was closed before the reply");
      else this.#reject(entry, "closed", "The client was closed before this was sent");
    }
  }

  #reject(entry: Entry, code: string, message: string): void {
    this.#entries.delete(entry.id);
    entry.reject(new WindsockError(code, message, { channel: entry.channel }));
  }
}

/** Whether `text` has more than `limit` bytes in UTF-8; a UTF-16 unit has at most three. */
function isLonger(text: string, limit: number): boolean {
  return text.length * 3 > limit && new TextEncoder().encode(text).length > limit;
}
