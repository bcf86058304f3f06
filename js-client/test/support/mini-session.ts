import type { Position } from "../../src/protocol.js";

export interface Connect {
  readonly client: string;
  readonly channels: Record<string, Position | null>;
  readonly transport?: string;
  readonly wait?: number;
}

export interface Publish {
  readonly channel: string;
  readonly data: unknown;
  readonly number: number;
}

/** The logs of all channels, whole and in memory. */
export class Logs {
  readonly readers = new Set<(channel: string) => void>();
  readonly #entries = new Map<string, unknown[]>();
  /** By client and channel: what each number became. */
  readonly #applied = new Map<string, Map<number, Position>>();
  epoch = "e1";

  publish(channel: string, data: unknown): Position {
    const log = this.of(channel);
    log.push(data);
    for (const reader of [...this.readers]) reader(channel);
    return { epoch: this.epoch, offset: log.length };
  }

  /** Resolves when the log is as long as this. */
  reach(channel: string, length: number): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.of(channel).length < length) return;
        this.readers.delete(look);
        resolve();
      };
      this.readers.add(look);
      look();
    });
  }

  of(channel: string): unknown[] {
    const log = this.#entries.get(channel) ?? [];
    this.#entries.set(channel, log);
    return log;
  }

  /** Publishes what a client has numbered, once: a repeat is told where the first is. */
  apply(client: string, { channel, data, number }: Publish): Position & { repeated?: true } {
    const key = `${client} ${channel}`;
    const applied = this.#applied.get(key) ?? new Map<number, Position>();
    this.#applied.set(key, applied);
    const before = applied.get(number);
    if (before) return { ...before, repeated: true };
    if (number <= Math.max(0, ...applied.keys())) throw new Error(`${number} is out of order`);
    const position = this.publish(channel, data);
    applied.set(number, position);
    return position;
  }

  /** As a restart without a memory does. */
  forget(): void {
    this.#entries.clear();
    this.#applied.clear();
    this.epoch += "x";
  }
}

/** How a session's frames go out. */
export interface Line {
  readonly id: string;
  readonly transport: string;
  write(frame: object): void;
  raw?(text: string): void;
  cut(): void;
}

/** One connection: the commands that it is sent, and the publications that it reads. */
export class Session {
  open = true;
  readonly received: Record<string, unknown>[] = [];
  readonly #logs: Logs;
  readonly #line: Line;
  client = "";
  #silent = false;
  readonly #cursors = new Map<string, number>();
  readonly #read = (channel: string) => this.#deliver(channel);

  constructor(logs: Logs, line: Line) {
    this.#logs = logs;
    this.#line = line;
    logs.readers.add(this.#read);
  }

  /** Does what it is told, and answers nothing from now on. */
  silence(): void {
    this.#silent = true;
  }

  write(frame: object): void {
    if (this.open && !this.#silent) this.#line.write(frame);
  }

  /** Sends what is no frame, where that can be. */
  raw(text: string): void {
    this.#line.raw?.(text);
  }

  cut(): void {
    this.end();
    this.#line.cut();
  }

  end(): void {
    this.open = false;
    this.#logs.readers.delete(this.#read);
  }

  commands(commands: readonly Record<string, unknown>[]): void {
    for (const command of commands) {
      this.received.push(command);
      const { id } = command as { id: number };
      if (command["connect"]) this.#connect(id, command["connect"] as Connect);
      if (command["subscribe"])
        this.#subscribe(id, command["subscribe"] as { channel: string; since: Position | null });
      if (command["unsubscribe"]) this.#unsubscribe(id, command["unsubscribe"] as { channel: string });
      if (command["publish"]) this.#publish(id, command["publish"] as Publish);
    }
  }

  #connect(id: number, { client, channels }: Connect): void {
    this.client = client;
    const replies: Record<string, object> = {};
    for (const [name, since] of Object.entries(channels)) replies[name] = this.#follow(name, since);
    const { id: session, transport } = this.#line;
    this.write({
      id,
      connect: { client, session, transport, ping: 25_000, limits: { message: 65_536 }, channels: replies },
    });
    for (const [name, since] of Object.entries(channels)) this.#recover(name, since);
  }

  #subscribe(id: number, { channel, since }: { channel: string; since: Position | null }): void {
    this.write({ id, subscribe: { channel, ...this.#follow(channel, since) } });
    this.#recover(channel, since);
  }

  #unsubscribe(id: number, { channel }: { channel: string }): void {
    this.#cursors.delete(channel);
    this.write({ id, unsubscribe: { channel } });
  }

  #publish(id: number, publish: Publish): void {
    const { channel } = publish;
    if (!/^[A-Za-z0-9][A-Za-z0-9_.:~@-]{0,127}$/.test(channel)) {
      this.write({ id, error: { code: "bad-channel", message: "not a channel's name" } });
      return;
    }
    const position = this.#logs.apply(this.client, publish);
    this.write({ id, publish: { channel, ...position, subscribers: 1 } });
  }

  #follow(channel: string, since: Position | null): object {
    if (channel.includes("!")) return { error: { code: "bad-channel", message: "not a channel's name" } };
    const offset = this.#logs.of(channel).length;
    const { epoch } = this.#logs;
    return since ? { epoch, offset, recovered: since.epoch === epoch } : { epoch, offset };
  }

  #recover(channel: string, since: Position | null): void {
    const { epoch } = this.#logs;
    const lost = since && since.epoch !== epoch;
    if (lost) this.write({ gap: { channel, after: since, next: { epoch, offset: 1 } } });
    this.#cursors.set(channel, lost ? 0 : (since?.offset ?? this.#logs.of(channel).length));
    this.#deliver(channel);
  }

  #deliver(channel: string): void {
    const log = this.#logs.of(channel);
    let cursor = this.#cursors.get(channel);
    if (cursor === undefined) return;
    while (cursor < log.length) {
      const data = log[cursor];
      cursor++;
      this.#cursors.set(channel, cursor);
      this.write({ publication: { channel, epoch: this.#logs.epoch, offset: cursor, data } });
    }
  }
}
