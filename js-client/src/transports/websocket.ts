import { Watchdog } from "../clock.js";
import { type Command, command, type Frame, parseFrames } from "../protocol.js";
import { DEFAULT_PING, type Environment, GRACE, type Sink, type Transport, type WebSocketLike } from "./transport.js";

/** Frames in text messages, both ways. */
export class WebSocketTransport implements Transport {
  readonly #environment: Environment;
  readonly #sink: Sink;
  readonly #watchdog: Watchdog;
  #socket: WebSocketLike | undefined;
  #opened = false;
  #ended = false;

  constructor(environment: Environment, sink: Sink) {
    this.#environment = environment;
    this.#sink = sink;
    this.#watchdog = new Watchdog(environment.clock, () => this.#down("silent"));
  }

  open(): void {
    const { url, WebSocket } = this.#environment;
    try {
      if (!WebSocket) throw new TypeError("no WebSocket here");
      const socket = new WebSocket(url.replace(/^http/, "ws"));
      socket.onopen = () => this.#open();
      socket.onmessage = ({ data }: { data: unknown }) => this.#receive(data);
      // The error event says nothing, and a close event follows it. Unheard, some implementations throw it.
      socket.onerror = () => {};
      socket.onclose = () => this.#down(this.#opened ? "lost" : "refused");
      this.#socket = socket;
    } catch {
      queueMicrotask(() => this.#down("unsupported"));
    }
  }

  send(commands: readonly Command[]): void {
    if (!this.#ended) this.#socket?.send(commands.map(({ line }) => line).join("\n"));
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#watchdog.stop();
    this.#socket?.close();
  }

  #open(): void {
    if (this.#ended) return;
    this.#opened = true;
    this.send([this.#sink.connect()]);
  }

  #receive(data: unknown): void {
    if (this.#ended) return;
    this.#watchdog.touch();
    let frames: Frame[];
    try {
      frames = parseFrames(String(data));
    } catch {
      return this.#down("bad-answer");
    }
    for (const frame of frames) {
      if (this.#ended) return;
      if (frame.connect) this.#watchdog.start((frame.connect.ping ?? DEFAULT_PING) + GRACE);
      if (frame.ping && frame.id === undefined) this.send([command("pong", {})]);
      else this.#sink.frame(frame);
    }
  }

  #down(reason: string): void {
    if (this.#ended) return;
    this.close();
    this.#sink.down(reason);
  }
}
