import { type Command, type Frame, parseFrames, takeBatch } from "../protocol.js";
import type { Environment, Sink, Transport, WebSocketConstructor, WebSocketLike } from "./transport.js";

/** Frames in text messages, both ways. */
export class WebSocketTransport implements Transport {
  readonly #environment: Environment;
  readonly #sink: Sink;
  #socket: WebSocketLike | undefined;
  /** How much may share one message; the server hangs up on one above its limit. */
  #batch = 0;
  seemsOpen = false;
  #ended = false;

  constructor(environment: Environment, sink: Sink) {
    this.#environment = environment;
    this.#sink = sink;
  }

  open(): void {
    const { url, WebSocket } = this.#environment;
    try {
      // Where there is none, this throws too.
      const socket = new (WebSocket as WebSocketConstructor)(url.replace(/^http/, "ws"));
      socket.onopen = () => this.#open();
      socket.onmessage = ({ data }: { data: unknown }) => this.#receive(data);
      // The error event says nothing, and a close event follows it. Unheard, some implementations throw it.
      socket.onerror = () => {};
      socket.onclose = () => this.#down(this.seemsOpen ? "lost" : "refused");
      this.#socket = socket;
    } catch {
      queueMicrotask(() => this.#down("unsupported"));
    }
  }

  send(commands: readonly Command[]): void {
    const queue = [...commands];
    while (!this.#ended && queue.length > 0) {
      this.#socket?.send(
        takeBatch(queue, this.#batch)
          .map(({ line }) => line)
          .join("\n"),
      );
    }
  }

  close(last?: Command): void {
    if (this.#ended) return;
    if (last) this.send([last]);
    this.#ended = true;
    this.#socket?.close();
  }

  #open(): void {
    if (this.#ended) return;
    this.seemsOpen = true;
    this.send([this.#sink.connect()]);
  }

  #receive(data: unknown): void {
    if (this.#ended) return;
    this.#sink.alive();
    let frames: Frame[];
    try {
      frames = parseFrames(String(data));
    } catch {
      return this.#down("bad-answer");
    }
    for (const frame of frames) {
      if (this.#ended) return;
      // In UTF-16 units, of three bytes each at most.
      if (frame.connect) this.#batch = (frame.connect.limits?.message ?? 0) / 3;
      if (frame.ping && frame.id === undefined) this.send([this.#sink.pong()]);
      else this.#sink.frame(frame);
    }
  }

  #down(reason: string): void {
    if (this.#ended) return;
    this.close();
    this.#sink.down(reason);
  }
}
