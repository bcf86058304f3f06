import type { Position, PresentMember, Recorded } from "../../src/protocol.js";

export interface Publish {
  readonly channel: string;
  readonly data: unknown;
  readonly number: number;
  readonly client?: string;
  readonly key?: string;
}

/** One entry of a log; `undefined` where it has been superseded or has expired. */
export type Entry = { readonly kind: "publication" | "join" | "leave"; readonly body: object } | undefined;

/** The logs of all channels, whole and in memory. */
export class Logs {
  readonly readers = new Set<(channel: string) => void>();
  readonly #entries = new Map<string, Entry[]>();
  /** By client and channel: what each number became. */
  readonly #applied = new Map<string, Map<number, Position>>();
  epoch = "e1";
  /** Those that said goodbye. */
  readonly gone: string[] = [];

  publish(channel: string, data: unknown, key?: string): Position {
    return this.append(channel, { kind: "publication", body: { ...(key === undefined ? {} : { key }), data } });
  }

  join(channel: string, member: PresentMember): Position {
    return this.append(channel, { kind: "join", body: member });
  }

  leave(channel: string, member: PresentMember): Position {
    return this.append(channel, { kind: "leave", body: member });
  }

  append(channel: string, entry: Entry): Position {
    const log = this.entries(channel);
    log.push(entry);
    for (const reader of [...this.readers]) reader(channel);
    return { epoch: this.epoch, offset: log.length };
  }

  /** Publishes what a client has numbered, once: a repeat is told where the first is. */
  apply(client: string, { channel, data, number, key }: Publish): Position & { repeated?: true } {
    const place = `${client} ${channel}`;
    const applied = this.#applied.get(place) ?? new Map<number, Position>();
    this.#applied.set(place, applied);
    const before = applied.get(number);
    if (before) return { ...before, repeated: true };
    if (number <= Math.max(0, ...applied.keys())) throw new Error(`${number} is out of order`);
    const position = this.publish(channel, data, key);
    applied.set(number, position);
    return position;
  }

  disconnected(client: string): void {
    this.gone.push(client);
    for (const reader of [...this.readers]) reader("");
  }

  /** Resolves when so many have said goodbye. */
  farewells(count: number): Promise<void> {
    return this.#until(() => this.gone.length >= count);
  }

  /** As a restart without a memory does. */
  forget(): void {
    this.#entries.clear();
    this.#applied.clear();
    this.epoch += "x";
  }

  /** Resolves when the log is as long as this. */
  reach(channel: string, length: number): Promise<void> {
    return this.#until(() => this.entries(channel).length >= length);
  }

  #until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!met()) return;
        this.readers.delete(look);
        resolve();
      };
      this.readers.add(look);
      look();
    });
  }

  /** What has been published. */
  of(channel: string): unknown[] {
    return this.recorded(channel).map(({ data }) => data);
  }

  recorded(channel: string): Recorded[] {
    return this.entries(channel).flatMap((entry, i) =>
      entry?.kind === "publication"
        ? [{ epoch: this.epoch, offset: i + 1, time: i, ...(entry.body as { data: unknown }) }]
        : [],
    );
  }

  entries(channel: string): Entry[] {
    const log = this.#entries.get(channel) ?? [];
    this.#entries.set(channel, log);
    return log;
  }
}
