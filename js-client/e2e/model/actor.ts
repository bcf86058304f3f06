/** One client of a history, behind a proxy of its own, and what it was told. */
import { WebSocket } from "ws";
import type { Position, Subscription, TransportName, Windsock, WindsockError } from "../../src/index.js";
import { ChaosProxy } from "../harness/chaos-proxy.js";
import type { Random } from "../harness/random.js";
import type { ClientPlan } from "./plan.js";
import type { Ledger, Publish, Seen, Witness } from "./records.js";

/** The client as it is built, since that is what is given away. */
const { Windsock: Built } = (await import(
  new URL("../../dist/windsock.mjs", import.meta.url).href
)) as typeof import("../../src/index.js");

/** How much faster a client's clock runs, so that its timeouts of seconds are over within a history. */
const HASTE = 5;

const clock = {
  now: () => performance.now() * HASTE,
  date: () => Date.now() * HASTE,
  after(delay: number, task: () => void) {
    const timer = setTimeout(task, delay / HASTE);
    return () => clearTimeout(timer);
  },
};

/** Offsets that no history comes to. */
export const AHEAD = 100_000;

/** The epoch of no log. */
export const ELSEWHERE = "elsewhere";

class Uncompressed extends WebSocket {
  constructor(url: string) {
    super(url, { perMessageDeflate: false });
  }
}

interface Following {
  readonly witness: Witness;
  readonly subscription: Subscription;
}

/** Who an actor is, where it connects to, and whom it tells what happens. */
export interface Casting {
  readonly name: string;
  readonly port: number;
  readonly plan: ClientPlan;
  readonly ledger: Ledger;
  readonly note: (what: string) => void;
}

export class Actor {
  readonly name: string;
  readonly proxy: ChaosProxy;
  readonly publishes: Publish[] = [];
  readonly witnesses: Witness[] = [];
  /** What should not have been told. */
  readonly wrong: string[] = [];
  readonly #client: Windsock;
  readonly #ledger: Ledger;
  readonly #note: (what: string) => void;
  #following: Following[] = [];
  #settled: Array<Promise<void>> = [];
  #ended = false;

  private constructor(proxy: ChaosProxy, { name, plan, ledger, note }: Casting, random: Random) {
    this.name = name;
    this.proxy = proxy;
    proxy.trouble = plan.trouble;
    this.#ledger = ledger;
    this.#note = note;
    this.#client = new Built(`${proxy.origin}/windsock`, {
      transports: plan.transports,
      backoff: { base: 20, cap: 200 },
      timeouts: { last: 10_000 },
      store: null,
      WebSocket: plan.compressed ? WebSocket : Uncompressed,
      clock,
      random: () => random.next(),
    });
    this.#listen();
  }

  static async start(casting: Casting, random: Random): Promise<Actor> {
    const { port, note } = casting;
    return new Actor(await ChaosProxy.start(port, random.fork(1), note), casting, random.fork(2));
  }

  get state(): string {
    return this.#client.state;
  }

  connect(): void {
    this.#client.connect();
  }

  close(): void {
    this.#client.close();
  }

  /** Asks the client to change to another transport. */
  switchTo(to: TransportName): void {
    const client = this.#client as { switchTo?: (to: TransportName) => Promise<void> };
    void client.switchTo?.(to).then(
      () => this.#note(`switched to ${to}`),
      (error) => this.#note(`did not switch to ${to}: ${error.code}`),
    );
  }

  /** Makes the better transports fail, so that the client comes down to this one. */
  dropTo(to: TransportName): void {
    const order: readonly TransportName[] = ["websocket", "sse", "polling"];
    this.proxy.blocked = new Set(order.slice(0, order.indexOf(to)));
    this.proxy.cut();
  }

  publish(channel: string, size: number): void {
    const number = this.publishes.length + 1;
    const data = { by: this.name, number, pad: "x".repeat(size) };
    const publish: Publish = { by: this.name, number, channel, data: JSON.stringify(data), outcome: undefined };
    this.publishes.push(publish);
    const settled = this.#client.publish(channel, data).then(
      ({ epoch, offset }) => {
        publish.outcome = { epoch, offset };
        this.#ledger.add(channel, { epoch, offset }, publish.data, "acknowledged", this.name);
      },
      (error: WindsockError) => {
        publish.outcome = error.code;
      },
    );
    this.#settled.push(settled);
  }

  subscribe(channel: string, since: Position | undefined): void {
    const others = this.#following.filter(({ witness }) => witness.channel === channel);
    // A client asks for the oldest position, so one that is of no log at all is not found out beside others.
    if (others.some(({ witness }) => witness.madeUp && witness.seen.length === 0)) return;
    const witness: Witness = {
      name: `${this.name}/${this.witnesses.length + 1} of ${channel}`,
      channel,
      start: since,
      madeUp: since !== undefined && (since.offset === AHEAD || since.epoch === ELSEWHERE),
      seen: [],
      shared: others.length > 0,
      ended: false,
      late: [],
    };
    for (const other of others) other.witness.shared = true;
    this.witnesses.push(witness);
    this.#note(`${witness.name} subscribes since ${since ? `${since.epoch}:${since.offset}` : "now"}`);
    const subscription = this.#client.subscribe(
      channel,
      ({ epoch, offset, data }) => {
        const text = JSON.stringify(data);
        this.#see(witness, { is: "publication", at: { epoch, offset }, data: text });
        this.#ledger.add(channel, { epoch, offset }, text, "read", witness.name);
      },
      since ? { since } : {},
    );
    this.#following.push({ witness, subscription });
    this.observe();
  }

  follows(channel: string): boolean {
    return this.#following.some(({ witness }) => witness.channel === channel);
  }

  /** Ends the oldest subscription to the channel. */
  unsubscribe(channel: string): void {
    const found = this.#following.find(({ witness }) => witness.channel === channel);
    if (!found) return;
    this.#note(`${found.witness.name} unsubscribes`);
    this.observe();
    found.subscription.unsubscribe();
    found.witness.ended = true;
    this.#following = this.#following.filter((other) => other !== found);
  }

  /** Where the last subscription to the channel that has ended stood. */
  resumable(channel: string): Position | undefined {
    const ended = this.witnesses.filter((witness) => witness.channel === channel && witness.ended).at(-1);
    const last = ended?.seen.at(-1);
    if (!last) return ended?.start;
    return last.is === "publication" ? last.at : { epoch: last.next.epoch, offset: last.next.offset - 1 };
  }

  /** Writes down where subscriptions stand that have seen nothing yet. */
  observe(): void {
    for (const { witness, subscription } of this.#following) {
      if (witness.seen.length === 0) witness.start ??= subscription.position;
    }
  }

  /** Whether all its subscriptions have come to these positions. */
  hasReached(heads: ReadonlyMap<string, Position>): boolean {
    return this.#following.every(({ witness, subscription }) => {
      const head = heads.get(witness.channel);
      const at = subscription.position;
      return !head || (at?.epoch === head.epoch && at.offset === head.offset);
    });
  }

  /** Resolves when each publish has been acknowledged or rejected. */
  async settled(): Promise<void> {
    await Promise.all(this.#settled);
  }

  async stop(): Promise<void> {
    this.#ended = true;
    this.#client.close();
    await this.proxy.stop();
  }

  #see(witness: Witness, seen: Seen): void {
    (witness.ended ? witness.late : witness.seen).push(seen);
  }

  #listen(): void {
    const client = this.#client;
    client.on("connecting", ({ transport, attempt }) => this.#note(`connecting ${transport} ${attempt}`));
    client.on("connected", ({ transport }) => {
      this.#note(`connected ${transport}`);
      this.observe();
    });
    client.on("reconnecting", ({ reason }) => this.#note(`reconnecting ${reason}`));
    client.on("closed", ({ code }) => {
      this.#note(`closed ${code}`);
      if (code !== "closed") this.wrong.push(`${this.name}: the server said to stay away: ${code}`);
    });
    client.on("error", ({ code, message, channel }) => {
      if (!this.#ended) this.wrong.push(`${this.name}: error ${code} of ${channel}: ${message}`);
    });
    client.on("gap", ({ channel, after, next }) => {
      this.#note(`gap of ${channel} from ${after.epoch}:${after.offset} to ${next.epoch}:${next.offset}`);
      for (const { witness, subscription } of this.#following) {
        if (witness.channel !== channel) continue;
        // Where it began is behind the gap, if it was not known before.
        if (witness.start === undefined && witness.seen.length === 0) witness.start = subscription.position;
        else this.#see(witness, { is: "gap", after, next });
      }
    });
  }
}
