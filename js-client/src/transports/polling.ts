import { pause } from "../clock.js";
import { type Command, command, type Frame, parseFrames } from "../protocol.js";
import { exchange, Failure, farewell, persist, reasonOf } from "./http.js";
import { type Environment, GRACE, type Sink, type Transport } from "./transport.js";
import { Uplink } from "./uplink.js";

/** How long the server may hold a poll, in ms. */
const WAIT = 25_000;

/** A poll that was held for so long, in ms, and then cut, was cut for that. */
const HELD = 3_000;

/** How long to pause, in ms, after a poll that should have been held and came back at once with nothing. */
const PAUSE = 1_000;

/**
 * One poll after the other, each complete in itself; commands go up by requests of their own beside it.
 *
 * When the set of channels changes, the poll is made anew and asks for an answer at once, and commands wait for that
 * answer: what is published after a subscription must not overtake it.
 */
export class PollingTransport implements Transport {
  readonly #environment: Environment;
  readonly #sink: Sink;
  readonly #controller = new AbortController();
  readonly #uplink: Uplink;
  /** By channel the `unsubscribe` commands that the next poll carries. */
  readonly #leaving = new Map<string, Command>();
  /** Of the poll in flight, so that it can be made anew. */
  #poll = new AbortController();
  #restarting = false;
  #proven = false;
  #wait: number;

  constructor(environment: Environment, sink: Sink) {
    this.#environment = environment;
    this.#sink = sink;
    this.#wait = Math.min(WAIT, sink.hints.keepalive ?? WAIT);
    this.#uplink = new Uplink(
      (commands) => persist(environment, this.#controller.signal, () => this.#up(commands)),
      (error) => this.#down(error),
    );
  }

  open(): void {
    this.#restart();
  }

  send(commands: readonly Command[]): void {
    // Each poll says all there is to say of the channels; but that one is left must be said, so that presence hears of it.
    const rest = commands.filter((one) => !/^(un)?subscribe$|^more$/.test(one.kind));
    for (const one of commands) {
      if (one.kind === "unsubscribe") this.#leaving.set(channelOf(one), one);
      else if (one.kind === "subscribe") this.#leaving.delete(channelOf(one));
    }
    if (rest.length < commands.length) this.#restart();
    if (rest.length > 0) this.#uplink.send(rest);
  }

  close(last?: Command): void {
    this.#controller.abort();
    this.#poll.abort();
    if (last) void farewell(this.#environment, [this.#aside(), last]);
  }

  /** Opens a request that carries only commands. */
  #aside(): Command {
    return command("connect", { ...this.#environment.identity(), channels: {}, transport: "polling", wait: 0 });
  }

  get #ended(): boolean {
    return this.#controller.signal.aborted;
  }

  #restart(): void {
    if (this.#restarting) return;
    this.#restarting = true;
    this.#uplink.hold(true);
    // A moment later, so that several changes in one go make one poll.
    queueMicrotask(() => {
      this.#restarting = false;
      this.#poll.abort();
      if (this.#ended) return;
      this.#poll = new AbortController();
      const { signal } = this.#poll;
      this.#loop(signal).catch((error) => {
        if (!signal.aborted) this.#down(error);
      });
    });
  }

  async #loop(signal: AbortSignal): Promise<void> {
    const { clock } = this.#environment;
    let wait = 0;
    while (!signal.aborted && !this.#restarting) {
      const start = clock.now();
      const brought = await this.#turn(wait, signal).catch((error) => this.#shorten(wait, clock.now() - start, error));
      const early = wait > 0 && brought === 0 && clock.now() - start < PAUSE;
      if (early) await pause(clock, PAUSE, signal);
      wait = brought < 0 ? 0 : this.#wait;
    }
  }

  /** Where the network does not let a poll be held for so long, the next ones are shorter. */
  #shorten(wait: number, held: number, error: unknown): number {
    if (wait === 0 || held < HELD || !/^(lost|bad-answer|status-50[234])$/.test(reasonOf(error))) throw error;
    this.#wait = Math.round(held * 0.6);
    return -1;
  }

  /** Makes one poll; returns how many frames it brought besides the `connect` reply. */
  async #turn(wait: number, signal: AbortSignal): Promise<number> {
    const leaving = [...this.#leaving];
    const commands = [this.#sink.connect({ transport: "polling", wait }), ...leaving.map(([, one]) => one)];
    const frames = await this.#exchange(commands, wait, signal);
    if (!frames.some(({ connect, close }) => connect || close)) throw unproven(frames);
    for (const [channel, one] of leaving) if (this.#leaving.get(channel) === one) this.#leaving.delete(channel);
    this.#proven = true;
    this.#sink.alive();
    for (const frame of frames) {
      if (!signal.aborted) this.#sink.frame(frame);
    }
    // A callback of the application may have changed the channels just now.
    if (!this.#restarting) this.#uplink.hold(false);
    return frames.length - 1;
  }

  async #up(commands: Command[]): Promise<void> {
    const frames = await this.#exchange([this.#aside(), ...commands], 0, this.#controller.signal);
    this.#sink.alive();
    for (const frame of frames) {
      if (this.#ended) return;
      // This connect reply is of a connection without channels and tells nothing.
      if (!frame.connect) this.#sink.frame(frame);
    }
  }

  /** Posts commands and reads the frames of the answer, due after `wait` ms; one without a single frame is not the server's. */
  async #exchange(commands: Command[], wait: number, signal: AbortSignal): Promise<Frame[]> {
    const text = await exchange(this.#environment, commands, 200, wait + GRACE, signal);
    try {
      const frames = parseFrames(text);
      if (frames.length > 0) return frames;
    } catch {
      // As bad as none.
    }
    throw new Failure("bad-answer");
  }

  #down(error: unknown): void {
    if (this.#ended) return;
    this.close();
    const reason = reasonOf(error);
    this.#sink.down(!this.#proven && reason === "lost" ? "refused" : reason);
  }
}

/** A poll that was answered without a `connect` reply: the error says why. */
function unproven(frames: readonly Frame[]): Failure {
  return new Failure(frames.find(({ error }) => error)?.error?.code ?? "bad-answer");
}

function channelOf({ kind, line }: Command): string {
  return JSON.parse(line)[kind].channel;
}
