import type { Clock } from "./clock.js";
import { rejected, WindsockError } from "./errors.js";
import type { Command, Frame } from "./protocol.js";

/** A publish without a reply. */
export interface SavedPublish {
  readonly id: number;
  readonly channel: string;
  readonly line: string;
}

/** How much an outbox takes, and how long. */
export interface OutboxLimits {
  /** How many commands may be without a reply. */
  readonly count: number;
  /** How long they may be together, in characters of JSON. */
  readonly size: number;
  /** After how many ms to give up on one; `undefined`: never. */
  readonly timeout: number | undefined;
}

interface Entry {
  readonly id: number;
  readonly channel: string;
  readonly command: Command;
  /** On the connection that there is, or on one before. */
  sent: boolean;
  everSent: boolean;
  /** Does not give up on it any more. */
  cancel?: () => void;
  resolve(frame: Frame): void;
  reject(error: WindsockError): void;
}

/**
 * The commands that have no reply yet (publishes, and questions), in the order in which they were given. What was sent on
 * a connection that has ended is sent again, before anything newer; by its number the server knows a publish that it has
 * had, and a question may be asked twice.
 */
export class Outbox {
  readonly #clock: Clock;
  readonly #limits: OutboxLimits;
  readonly #entries = new Map<number, Entry>();
  #size = 0;

  constructor(clock: Clock, limits: OutboxLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Resolves with the reply to the command. */
  add(id: number, channel: string, command: Command): Promise<Frame> {
    const { count, size, timeout } = this.#limits;
    const length = command.line.length;
    if (this.#entries.size >= count || (this.#size > 0 && this.#size + length > size)) {
      return rejected("outbox-full", `${this.#entries.size} commands are without a reply`, channel);
    }
    this.#size += length;
    return new Promise((resolve, reject) => {
      const entry: Entry = { id, channel, command, sent: false, everSent: false, resolve, reject };
      this.#entries.set(id, entry);
      if (timeout === undefined) return;
      entry.cancel = this.#clock.after(timeout, () => this.#giveUp(entry, "timeout", `${timeout} ms have passed`));
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
      entry.everSent = true;
      commands.push(entry.command);
    }
    return commands;
  }

  /** Settles the command that the frame replies to; false where it replies to none. */
  settle(frame: Frame): boolean {
    const { id, error } = frame;
    const entry = id === undefined ? undefined : this.#entries.get(id);
    if (!entry) return false;
    if (error) this.#reject(entry, error.code, error.message);
    else if (!(entry.command.kind in frame)) this.#reject(entry, "bad-reply", "Not understood");
    else {
      this.#remove(entry);
      entry.resolve(frame);
    }
    return true;
  }

  /** The publishes among them, for the next page. */
  publishes(): SavedPublish[] {
    const publishes = [...this.#entries.values()].filter(({ command }) => command.kind === "publish");
    return publishes.map(({ id, channel, command }) => ({ id, channel, line: command.line }));
  }

  /** The client has ended. */
  closed(): void {
    for (const entry of this.#entries.values()) this.#giveUp(entry, "closed", "The client was closed");
  }

  #giveUp(entry: Entry, code: string, message: string): void {
    const doubtful = entry.everSent && entry.command.kind === "publish";
    if (doubtful) this.#reject(entry, "unacknowledged", `${message} before the reply`);
    else this.#reject(entry, code, message);
  }

  #reject(entry: Entry, code: string, message: string): void {
    this.#remove(entry);
    entry.reject(new WindsockError(code, message, { channel: entry.channel }));
  }

  #remove({ id, command, cancel }: Entry): void {
    cancel?.();
    if (this.#entries.delete(id)) this.#size -= command.line.length;
  }
}

/** Whether `text` has more than `limit` bytes in UTF-8; a UTF-16 unit has at most three. */
function isLonger(text: string, limit: number): boolean {
  return text.length * 3 > limit && new TextEncoder().encode(text).length > limit;
}
