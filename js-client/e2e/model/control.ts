/** An undisturbed subscriber, without the client: it writes down what there is. */
import { WebSocket } from "ws";
import type { Position } from "../../src/index.js";
import type { Ledger } from "./records.js";

interface Frame {
  readonly connect?: { readonly channels: Readonly<Record<string, Position>> };
  readonly gap?: { readonly channel: string; readonly after: Position; readonly next: Position };
  readonly publication?: Position & { readonly channel: string; readonly data: unknown };
}

export class Control {
  readonly #port: () => number;
  readonly #channels: readonly string[];
  readonly #ledger: Ledger;
  readonly #positions = new Map<string, Position>();
  #socket: WebSocket | undefined;
  #ended = false;
  #connected: () => void = () => {};
  #waiting: Array<{ channel: string; position: Position; done: () => void }> = [];

  constructor(port: () => number, channels: readonly string[], ledger: Ledger) {
    this.#port = port;
    this.#channels = channels;
    this.#ledger = ledger;
  }

  /** Resolves when it follows all channels; gives their positions. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#connected = resolve;
      this.#connect();
    });
  }

  /** Where a channel began, or is now. */
  position(channel: string): Position | undefined {
    return this.#positions.get(channel);
  }

  /** Resolves when the channel has come to this position. */
  reaches(channel: string, position: Position): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ channel, position, done });
      this.#look();
    });
  }

  stop(): void {
    this.#ended = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#ended) return;
    const socket = new WebSocket(`ws://127.0.0.1:${this.#port()}/windsock`, { perMessageDeflate: false });
    this.#socket = socket;
    socket.on("open", () => {
      const channels = Object.fromEntries(this.#channels.map((name) => [name, this.#positions.get(name) ?? null]));
      socket.send(JSON.stringify({ id: 1, connect: { channels } }));
    });
    socket.on("message", (message) => {
      for (const line of message.toString().split("\n")) if (line !== "") this.#frame(JSON.parse(line), line);
    });
    socket.on("error", () => {});
    // The server may be on its way back.
    socket.on("close", () => setTimeout(() => this.#connect(), 50));
  }

  #frame({ connect, gap, publication }: Frame, line: string): void {
    if (line.startsWith('{"ping"')) this.#socket?.send('{"pong":{}}');
    for (const [channel, { epoch, offset }] of Object.entries(connect?.channels ?? {})) {
      if (!this.#positions.has(channel)) this.#positions.set(channel, { epoch, offset });
    }
    if (connect) this.#connected();
    if (gap) {
      const { channel, after, next } = gap;
      this.#positions.set(channel, { epoch: next.epoch, offset: next.offset - 1 });
      this.#ledger.unread(channel, after, next);
    }
    if (publication) {
      const { channel, epoch, offset, data } = publication;
      this.#positions.set(channel, { epoch, offset });
      this.#ledger.add(channel, { epoch, offset }, JSON.stringify(data), "read", "control");
    }
    this.#look();
  }

  #look(): void {
    this.#waiting = this.#waiting.filter(({ channel, position, done }) => {
      const at = this.#positions.get(channel);
      if (at?.epoch !== position.epoch || at.offset < position.offset) return true;
      done();
      return false;
    });
  }
}
