import { Watchdog } from "../clock.js";
import { type Command, command, parseFrames } from "../protocol.js";
import { exchange, Failure, post, reasonOf, refusal } from "./http.js";
import { SseParser } from "./sse-parser.js";
import { DEFAULT_PING, type Environment, GRACE, type Sink, type Transport } from "./transport.js";
import { Uplink } from "./uplink.js";

/** Frames down the answer of one POST, a `text/event-stream`; commands up by further POSTs. */
export class SseTransport implements Transport {
  readonly #environment: Environment;
  readonly #sink: Sink;
  readonly #controller = new AbortController();
  readonly #watchdog: Watchdog;
  readonly #uplink: Uplink;
  #session = "";

  constructor(environment: Environment, sink: Sink) {
    this.#environment = environment;
    this.#sink = sink;
    this.#watchdog = new Watchdog(environment.clock, () => this.#down("silent"));
    this.#uplink = new Uplink(
      (commands) => this.#up(commands),
      (error) => this.#down(reasonOf(error)),
    );
  }

  open(): void {
    this.#stream().catch((error) => this.#down(reasonOf(error)));
  }

  send(commands: readonly Command[]): void {
    this.#uplink.send(commands);
  }

  close(): void {
    this.#watchdog.stop();
    this.#controller.abort();
  }

  get #ended(): boolean {
    return this.#controller.signal.aborted;
  }

  async #stream(): Promise<void> {
    const opening = post(this.#environment, [this.#sink.connect({ transport: "sse" })], this.#controller.signal);
    const response = await opening.catch(() => {
      throw new Failure("refused");
    });
    if (response.status !== 200) throw await refusal(response);
    const { headers, body } = response;
    if (!body || !headers.get("Content-Type")?.startsWith("text/event-stream")) throw new Failure("bad-answer");
    await this.#read(body.getReader());
    throw new Failure("lost");
  }

  async #read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const parser = new SseParser({ event: (data) => this.#event(data), comment: () => {} });
    const decoder = new TextDecoder();
    while (!this.#ended) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#watchdog.touch();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  #event(data: string): void {
    let frames: ReturnType<typeof parseFrames>;
    try {
      frames = parseFrames(data);
    } catch {
      throw new Failure("bad-answer");
    }
    for (const frame of frames) {
      if (this.#ended) return;
      if (frame.connect) {
        this.#session = frame.connect.session ?? "";
        this.#watchdog.start((frame.connect.ping ?? DEFAULT_PING) + GRACE);
      }
      this.#sink.frame(frame);
    }
  }

  async #up(commands: Command[]): Promise<void> {
    if (this.#ended) return;
    const attach = command("attach", { session: this.#session });
    const { signal } = this.#controller;
    await exchange(this.#environment, [attach, ...commands], { expected: 202, timeout: GRACE, signal });
  }

  #down(reason: string): void {
    if (this.#ended) return;
    this.close();
    this.#sink.down(reason);
  }
}
