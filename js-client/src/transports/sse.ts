import { type Command, type ConnectReply, command, parseFrames } from "../protocol.js";
import { control, exchange, Failure, farewell, persist, post, reasonOf, refusal } from "./http.js";
import { SseParser } from "./sse-parser.js";
import { StreamTest } from "./stream-test.js";
import { DEFAULT_LEASE, type Environment, GRACE, type Sink, type Transport } from "./transport.js";
import { Uplink } from "./uplink.js";

/** Frames down the answer of one POST, a `text/event-stream`; commands up by further POSTs. */
export class SseTransport implements Transport {
  readonly #environment: Environment;
  readonly #sink: Sink;
  /** Of the stream, and of the POSTs beside it. */
  readonly #controller = new AbortController();
  readonly #uploads = new AbortController();
  readonly #test: StreamTest;
  readonly #uplink: Uplink;
  #session = "";
  #lease = DEFAULT_LEASE;
  /** When the server last heard something. */
  #heardAt = 0;
  #ended = false;

  constructor(environment: Environment, sink: Sink) {
    this.#environment = environment;
    this.#sink = sink;
    this.#test = new StreamTest({
      clock: environment.clock,
      control: () => control(environment, GRACE, this.#uploads.signal),
      ping: () => this.send([sink.ping()]),
      verdict: (passed) => sink.tested(passed),
    });
    this.#uplink = new Uplink(
      (commands) => persist(environment, this.#uploads.signal, () => this.#up(commands)),
      (error) => this.#down(reasonOf(error)),
    );
  }

  open(): void {
    this.#stream().catch((error) => this.#down(reasonOf(error)));
  }

  send(commands: readonly Command[]): void {
    this.#uplink.send(commands);
  }

  close(last?: Command): void {
    this.#ended = true;
    this.#test.stop();
    this.#uploads.abort();
    const end = () => this.#controller.abort();
    if (!last) return end();
    // The stream stands until the server has taken it, since the commands are for that.
    void farewell(this.#environment, [this.#attach(), last]).then(end);
  }

  #attach(): Command {
    return command("attach", { session: this.#session });
  }

  async #stream(): Promise<void> {
    const connect = this.#sink.connect({ transport: "sse", probe: true, padding: this.#sink.hints.padding });
    const opening = post(this.#environment, [connect], this.#controller.signal);
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
    const parser = new SseParser({ event: (data) => this.#event(data), comment: () => this.#pinged() });
    const decoder = new TextDecoder();
    while (!this.#ended) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#test.heard();
      this.#sink.alive();
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
      if (frame.connect) this.#connected(frame.connect);
      if (frame.probe) this.#test.probe(frame.probe.number);
      if (frame.ping && frame.id !== undefined) this.#test.answered();
      this.#sink.frame(frame);
    }
  }

  #connected({ session = "", lease = DEFAULT_LEASE, probe }: ConnectReply): void {
    this.#session = session;
    this.#lease = lease;
    this.#heardAt = this.#environment.clock.now();
    if (probe) this.#test.start(probe);
  }

  /** The server has shown that it is there; it must hear from the client once per lease. */
  #pinged(): void {
    if (this.#environment.clock.now() - this.#heardAt >= this.#lease / 2) this.send([this.#sink.pong()]);
  }

  async #up(commands: Command[]): Promise<void> {
    if (this.#ended) return;
    const { signal } = this.#uploads;
    this.#heardAt = this.#environment.clock.now();
    await exchange(this.#environment, [this.#attach(), ...commands], 202, GRACE, signal);
  }

  #down(reason: string): void {
    if (this.#ended) return;
    this.close();
    this.#sink.down(reason);
  }
}
