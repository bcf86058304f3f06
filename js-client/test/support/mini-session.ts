import type { Position, PresentMember } from "../../src/protocol.js";
import type { Logs, Publish } from "./mini-logs.js";

/** What is asked of a channel. */
type Asked = (Partial<Position> & { readonly newest?: number; readonly credit?: number }) | null;

export interface Connect {
  readonly client: string;
  readonly channels?: Record<string, Asked>;
  readonly transport?: string;
  readonly wait?: number;
}

type Commands = {
  connect: Connect;
  subscribe: { channel: string; since: Position | null; newest?: number; credit?: number };
  unsubscribe: { channel: string };
  more: { channel: string; credit: number };
  publish: Publish;
  history: { channel: string; since?: Position; limit?: number; reverse?: boolean };
  presence: { channel: string };
  disconnect: object;
};

/** How a session's frames go out. */
export interface Line {
  readonly id: string;
  readonly transport: string;
  write(frame: object): void;
  raw?(text: string): void;
  cut(): void;
}

/** How far a session has read in a channel. */
interface Cursor {
  offset: number;
  /** Left out before it reaches this. */
  skipTo: number;
  /** How many more may come; `undefined` where all may. */
  credit: number | undefined;
}

/** One connection: the commands that it is sent, and what it reads. */
export class Session {
  open = true;
  client = "";
  readonly received: Record<string, unknown>[] = [];
  readonly #logs: Logs;
  readonly #line: Line;
  readonly #cursors = new Map<string, Cursor>();
  readonly #read = (channel: string) => this.#deliver(channel);
  #silent = false;

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
      for (const kind of Object.keys(command)) this.#command(command["id"] as number, kind, command as never);
    }
  }

  #command(id: number, kind: string, command: Commands): void {
    if (kind === "connect") this.#connect(id, command.connect);
    else if (kind === "subscribe") this.#subscribe(id, command.subscribe);
    else if (kind === "unsubscribe") this.#unsubscribe(id, command.unsubscribe);
    else if (kind === "more") this.#more(id, command.more);
    else if (kind === "publish") this.#publish(id, command.publish);
    else if (kind === "history") this.#history(id, command.history);
    else if (kind === "presence") this.#presence(id, command.presence);
    else if (kind === "disconnect") this.#disconnect(id);
  }

  #connect(id: number, { client, channels = {} }: Connect): void {
    this.client = client;
    const replies: Record<string, object> = {};
    for (const [name, asked] of Object.entries(channels)) replies[name] = this.#follow(name, asked);
    const { id: session, transport } = this.#line;
    const member = `m-${client}`;
    const limits = { message: 65_536 };
    const standing = { client, member, session, transport, ping: 25_000, lease: 75_000, limits };
    this.write({ id, connect: { ...standing, channels: replies } });
    for (const [name, asked] of Object.entries(channels)) this.#recover(name, asked);
  }

  #subscribe(id: number, { channel, since, ...rest }: Commands["subscribe"]): void {
    const asked = { ...since, ...rest };
    this.write({ id, subscribe: { channel, ...this.#follow(channel, asked) } });
    this.#recover(channel, asked);
  }

  #unsubscribe(id: number, { channel }: Commands["unsubscribe"]): void {
    this.#cursors.delete(channel);
    this.write({ id, unsubscribe: { channel } });
  }

  #more(id: number, { channel, credit }: Commands["more"]): void {
    const cursor = this.#cursors.get(channel);
    if (cursor) cursor.credit = credit;
    this.write({ id, more: { channel } });
    this.#deliver(channel);
  }

  #publish(id: number, publish: Publish): void {
    const { channel } = publish;
    if (!/^[A-Za-z0-9][A-Za-z0-9_.:~@-]{0,127}$/.test(channel)) {
      this.write({ id, error: { code: "bad-channel", message: "not a channel's name" } });
      return;
    }
    const position = this.#logs.apply(publish.client ?? this.client, publish);
    this.write({ id, publish: { channel, ...position, subscribers: 1 } });
  }

  #history(id: number, { channel, since, limit = 100, reverse = false }: Commands["history"]): void {
    const all = this.#logs.recorded(channel).filter(({ offset }) => offset > (since?.offset ?? 0));
    const publications = (reverse ? all.reverse() : all).slice(0, limit);
    const position = { epoch: this.#logs.epoch, offset: this.#logs.entries(channel).length };
    const more = all.length > publications.length;
    this.write({ id, history: { channel, ...position, publications, more, complete: true } });
  }

  #presence(id: number, { channel }: Commands["presence"]): void {
    const members = new Map<string, PresentMember>();
    for (const entry of this.#logs.entries(channel)) {
      const body = entry?.body as PresentMember;
      if (entry?.kind === "join") members.set(body.member, body);
      if (entry?.kind === "leave") members.delete(body.member);
    }
    const position = { epoch: this.#logs.epoch, offset: this.#logs.entries(channel).length };
    this.write({ id, presence: { channel, ...position, count: members.size, members: [...members.values()] } });
  }

  #disconnect(id: number): void {
    this.write({ id, disconnect: {} });
    this.#logs.disconnected(this.client);
  }

  /** Where a channel's reading begins: its cursor before the first entry to come, and what is left out. */
  #start(channel: string, asked: Asked): { since: number; skipTo: number } {
    const { length } = this.#logs.entries(channel);
    const since = asked?.epoch === this.#logs.epoch ? (asked.offset ?? 0) : asked?.newest === undefined ? length : 0;
    return { since, skipTo: Math.max(since, length - (asked?.newest ?? length)) };
  }

  #follow(channel: string, asked: Asked): object {
    if (channel.includes("!")) return { error: { code: "bad-channel", message: "not a channel's name" } };
    const { epoch } = this.#logs;
    const offset = this.#logs.entries(channel).length;
    const { since, skipTo } = this.#start(channel, asked);
    if (asked?.epoch === undefined) return { epoch, offset };
    const skipped = { after: { epoch, offset: since }, next: { epoch, offset: skipTo + 1 } };
    return { epoch, offset, recovered: asked.epoch === epoch, ...(skipTo > since ? { skipped } : {}) };
  }

  #recover(channel: string, asked: Asked): void {
    const { epoch } = this.#logs;
    const lost = asked?.epoch !== undefined && asked.epoch !== epoch;
    if (lost) {
      const after = { epoch: asked.epoch, offset: asked.offset };
      this.write({ gap: { channel, after, next: { epoch, offset: 1 } } });
    }
    const { since, skipTo } = this.#start(channel, asked);
    this.#cursors.set(channel, { offset: lost ? 0 : since, skipTo, credit: asked?.credit });
    this.#deliver(channel);
  }

  #deliver(channel: string): void {
    const log = this.#logs.entries(channel);
    const { epoch } = this.#logs;
    const cursor = this.#cursors.get(channel);
    if (!cursor) return;
    while (cursor.offset < log.length && cursor.credit !== 0) {
      const entry = log[cursor.offset++];
      if (!entry || cursor.offset <= cursor.skipTo) continue;
      if (cursor.credit !== undefined) cursor.credit--;
      this.write({ [entry.kind]: { channel, epoch, offset: cursor.offset, ...entry.body } });
    }
    this.#caughtUp(channel, cursor, log.length);
  }

  #caughtUp(channel: string, cursor: Cursor, head: number): void {
    if (cursor.credit === undefined) return;
    const position = { channel, epoch: this.#logs.epoch, offset: cursor.offset };
    if (cursor.offset < head) this.write({ paused: { ...position, head } });
    else {
      cursor.credit = undefined;
      this.write({ live: position });
    }
  }
}
