import { Connection, type ConnectionOptions, type Owner } from "./connection.js";
import type { Events } from "./events.js";
import type { Feed } from "./feed.js";
import { groupName, hold, type LockOptions } from "./group.js";
import { Host } from "./host.js";
import { newId } from "./ids.js";
import { Memory } from "./memory.js";
import { Negotiator } from "./negotiator.js";
import type { Command, ConnectReply, Frame, TransportName } from "./protocol.js";
import type { State } from "./state.js";
import type { Subscriptions } from "./subscriptions.js";
import type { Sink, Transport } from "./transports/transport.js";

/** The end of a connection where another tab leads now. */
const HANDED_OVER = "handed-over";

/** What tabs say to each other. Tabs of another version of the client hear it too: what is here must not change. */
interface Message {
  readonly from: string;
  /** Of a leader: to whom, where not to all. */
  readonly to?: string | undefined;
  readonly frame?: Frame;
  /** Of a leader: it has a connection, or has lost it. */
  readonly up?: boolean;
  /** Of a follower: commands. */
  readonly lines?: readonly string[];
}

/** What tabs are made of. */
export interface TabsParts extends ConnectionOptions {
  /** What the tabs of one group have in common. */
  readonly group: unknown;
  readonly subscriptions: Subscriptions;
  nextId(): number;
}

/**
 * One connection for all tabs of a group: the same as {@link Connection} to its owner. One tab leads, and has the
 * connection; the others follow: they have connections too, but these are to the leader, by the transport `tab`.
 *
 * ```
 *  apart ──connect──▶ joining ──the lock is free──▶ leading
 *    ▲                   │                          │    ▲
 *    │                   └──▶ following ◀───stolen──┘    │
 *    │                          │   └── the lock is free, or its holder is silent
 *    └── closed, or put away ───┴── leading
 * ```
 *
 * Who leads is told by a Web Lock, which the browser gives on when a tab goes, however it goes.
 */
export class Tabs {
  readonly #parts: TabsParts;
  /** To the server, and to the leader. */
  readonly #own: Connection;
  readonly #shared: Connection;
  #active: Connection | undefined;
  /** Ends the membership that there is. */
  #membership: AbortController | undefined;
  #channel: BroadcastChannel | undefined;
  #name = "";
  #id = "";
  /** While leading. */
  #host: Host | undefined;
  #reply: ConnectReply | undefined;
  /** While following: the transport that there is, the command that opened it, and who has answered that. */
  #sink: Sink | undefined;
  #asking = 0;
  #leader: string | undefined;
  /** Nothing has come since something was asked. */
  #silent = false;

  constructor(parts: TabsParts, events: Events, owner: Owner) {
    const { clock, negotiator } = parts;
    this.#parts = parts;
    const closed = () => {
      this.#leave();
      owner.closed();
    };
    this.#own = new Connection(parts, events, {
      ...owner,
      closed,
      carried: (feed, reply) => {
        this.#reply = reply;
        owner.carried(feed, reply);
        this.#post({ up: true });
      },
      frame: (frame, feed) => this.#host?.settle(frame) || owner.frame(frame, feed),
      lost: () => {
        this.#reply = undefined;
        this.#host?.lost();
        owner.lost();
        this.#post({ up: false });
      },
      // The others are the same client.
      farewell: () => (this.#host?.alone ? owner.farewell() : undefined),
    });
    const transports = ["tab"] as const;
    // What it learns is of no network.
    const memory = new Memory(undefined, "", () => clock.date());
    const { report } = negotiator;
    const other = new Negotiator({ transports, memory, clock, next: 0, report, control: async () => false });
    const create = (_: TransportName, sink: Sink) => this.#transport(sink);
    const shared = { ...parts, transports, create, negotiator: other };
    this.#shared = new Connection(shared, events, { ...owner, closed, farewell: () => undefined });
    events.on("reconnecting", ({ reason }) => {
      const hangs = this.#silent && this.#active === this.#shared && /silent|timeout/.test(reason);
      // A leader that hangs has the lock as long as nobody takes it.
      if (hangs) this.#run({ steal: true });
    });
  }

  get state(): State {
    return this.#active?.state ?? (this.#membership ? "connecting" : "idle");
  }

  get transport(): TransportName | undefined {
    return this.#active?.transport;
  }

  connect(): void {
    if (this.state === "idle" || this.state === "closed") void this.#join();
  }

  switchTo(name: TransportName): Promise<void> {
    return (this.#active ?? this.#own).switchTo(name);
  }

  send(commands: (feed: Feed) => readonly Command[]): void {
    this.#active?.send(commands);
  }

  close(code: string, reason: string): void {
    this.#active ??= this.#own;
    this.#active.close(code, reason);
  }

  offline(reason?: string): void {
    this.#active?.offline(reason);
    // A page that is put away can neither lead nor follow.
    if (reason) this.#leave();
  }

  online(): void {
    if (this.#membership) this.#active?.online();
    else if (this.state === "reconnecting") void this.#join();
  }

  hide(hidden: boolean): void {
    this.#active?.hide(hidden);
  }

  /** The connection has brought this, and it counts. */
  accepted(frame: Frame): void {
    this.#host?.accepted(frame);
  }

  async #join(): Promise<void> {
    const membership = new AbortController();
    const { signal } = membership;
    this.#membership = membership;
    this.#active = undefined;
    this.#id = newId();
    this.#name ||= await groupName(this.#parts.group);
    if (signal.aborted) return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#heard(data);
    // By which the leader knows that it is there.
    void hold(this.#id, signal, () => this.#run({ ifAvailable: true }));
  }

  /** Leads when the lock is to be had so; where it is not, or not any more, it follows. */
  #run(options?: LockOptions): void {
    const { signal } = this.#membership as AbortController;
    void hold(this.#name, signal, () => this.#lead(), options).then(() => {
      if (signal.aborted) return;
      if (!this.#host) {
        this.#run();
        return this.#start(this.#shared);
      }
      this.#own.offline(HANDED_OVER);
      this.#leave();
      void this.#join();
    });
  }

  #lead(): void {
    if (this.#host) return;
    if (this.#active) this.#shared.offline(HANDED_OVER);
    const { subscriptions, nextId } = this.#parts;
    const { signal } = this.#membership as AbortController;
    const own = this.#own;
    const host = new Host({
      subscriptions,
      nextId,
      reply: () => this.#reply,
      own,
      post: (frame, to) => this.#post({ frame, to }),
      watch: (follower) => void hold(follower, signal, () => host.drop(follower)),
    });
    this.#host = host;
    this.#start(own);
  }

  #start(connection: Connection): void {
    this.#active = connection;
    if (connection.state === "reconnecting") connection.online();
    else connection.connect();
  }

  /** Neither leads nor follows from now on. */
  #leave(): void {
    this.#membership?.abort();
    this.#membership = undefined;
    this.#channel?.close();
    const host = this.#host;
    this.#host = undefined;
    host?.close();
  }

  #post(message: Omit<Message, "from">): void {
    if (this.#membership) this.#channel?.postMessage({ from: this.#id, ...message });
  }

  #transport(sink: Sink): Transport {
    const send = (commands: readonly Command[]) => {
      this.#silent = true;
      this.#post({ lines: commands.map(({ line }) => line) });
    };
    return {
      open: () => {
        const connect = sink.connect();
        this.#sink = sink;
        this.#leader = undefined;
        this.#asking = JSON.parse(connect.line).id;
        send([connect]);
      },
      send,
      close: () => {
        if (this.#sink === sink) this.#sink = undefined;
      },
    };
  }

  #heard({ from, to = this.#id, frame, up, lines }: Message): void {
    if (this.#host) {
      if (lines) this.#host.commands(from, lines);
    } else if (!lines && to === this.#id) {
      this.#silent = false;
      if (frame) this.#frame(from, frame);
      else this.#told(from, up);
    }
  }

  #frame(from: string, frame: Frame): void {
    if (frame.connect && frame.id === this.#asking) {
      this.#leader = from;
      this.#parts.negotiator.report.found("other-tab", frame.connect.transport ?? null);
    } else if (from !== this.#leader) return;
    this.#sink?.alive();
    this.#sink?.frame(frame);
  }

  #told(from: string, up: boolean | undefined): void {
    if (up === (from === this.#leader)) return;
    this.#sink?.down(HANDED_OVER);
    if (up) this.#shared.online();
  }
}
