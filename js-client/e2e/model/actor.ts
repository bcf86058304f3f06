/** One client of a history, behind a proxy of its own, and what it was told. */
import { WebSocket } from "ws";
import type {
  History,
  HistoryOptions,
  Position,
  Publication,
  PublishOptions,
  SubscribeOptions,
  Subscription,
  TransportName,
  Windsock,
  WindsockError,
  WindsockEvents,
} from "../../src/index.js";
import { ChaosProxy } from "../harness/chaos-proxy.js";
import type { Random } from "../harness/random.js";
import type { ClientPlan } from "./plan.js";
import { keyOf, type Ledger, type Message, type Publish, type Seen, type Witness } from "./records.js";

/** The client as it is built, since that is what is given away. */
const { Windsock: Built } = (await import(
  new URL("../../dist/windsock.mjs", import.meta.url).href
)) as typeof import("../../src/index.js");

/** How much faster a client's clock runs, so that its timeouts of seconds are over within a history. */
const HASTE = 2;

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
  readonly port: () => number;
  readonly plan: ClientPlan;
  readonly ledger: Ledger;
  readonly note: (what: string) => void;
  /** Some publications are soon over. */
  readonly brief: boolean;
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
  readonly #brief: boolean;
  #following: Following[] = [];
  #settled: Array<Promise<void>> = [];
  #ended = false;

  private constructor(proxy: ChaosProxy, { name, plan, ledger, note, brief }: Casting, random: Random) {
    this.name = name;
    this.proxy = proxy;
    proxy.trouble = plan.trouble;
    this.#ledger = ledger;
    this.#note = note;
    this.#brief = brief;
    this.#client = new Built(`${proxy.origin}/windsock`, {
      transports: plan.transports,
      backoff: { base: 10, cap: 100 },
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
    void this.#client.switchTo(to).then(
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

  publish(channel: string, size: number, options: PublishOptions = {}): void {
    const number = this.publishes.length + 1;
    const { version, ttl, ifMatch } = options;
    const stated = { version, ttl, match: ifMatch?.offset };
    const data: Message = { by: this.name, number, pad: "x".repeat(size), ...(stated as Partial<Message>) };
    const publish: Publish = { by: this.name, number, channel, data: JSON.stringify(data), outcome: undefined };
    this.publishes.push(publish);
    const settled = this.#client.publish(channel, data, options).then(
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

  subscribe(channel: string, { since, newest, page }: SubscribeOptions): void {
    const others = this.#following.filter(({ witness }) => witness.channel === channel);
    const witness: Witness = {
      name: `${this.name}/${this.witnesses.length + 1} of ${channel}`,
      channel,
      start: since,
      newest,
      known: this.#ledger.highest(channel),
      madeUp: since !== undefined && (since.offset === AHEAD || since.epoch === ELSEWHERE),
      seen: [],
      shared: others.length > 0,
      ended: false,
      late: [],
    };
    for (const other of others) other.witness.shared = true;
    this.witnesses.push(witness);
    this.#note(`${witness.name} subscribes since ${since ? keyOf(since) : "now"}, newest ${newest}, page ${page}`);
    const listener = ({ epoch, offset, data }: Publication): unknown => {
      const text = JSON.stringify(data);
      this.#see(witness, { is: "publication", at: { epoch, offset }, data: text });
      this.#ledger.add(channel, { epoch, offset }, text, "read", witness.name);
      // Some listeners take their time.
      return page === undefined || offset % 3 > 0 ? undefined : new Promise((done) => setTimeout(done, 3));
    };
    const options = { ...(since && { since }), ...(newest !== undefined && { newest }), ...(page && { page }) };
    const subscription = this.#client.subscribe(channel, listener, options);
    subscription.on("live", (at) => {
      // Nothing has come, so that is where it began.
      if (witness.seen.length === 0 && newest === undefined) witness.start ??= at;
      this.#see(witness, { is: "live", at });
    });
    subscription.on("skipped", ({ after, next }) => this.#see(witness, { is: "skipped", after, next }));
    this.#following.push({ witness, subscription });
    this.observe();
  }

  /** Asks for a part of the history. */
  ask(channel: string, options: HistoryOptions): void {
    void this.#client.history(channel, options).then(
      (history) => {
        for (const { data, ...at } of history.publications) {
          this.#ledger.add(channel, at, JSON.stringify(data), "read", this.name);
        }
        const wrong = this.#brief ? undefined : wrongOf(history, options);
        if (wrong) this.wrong.push(`${this.name}: history of ${channel} ${JSON.stringify(options)}: ${wrong}`);
      },
      (error: WindsockError) => this.#note(`history is refused: ${error.code}`),
    );
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
    const last = ended?.seen.filter(({ is }) => is !== "live").at(-1) as Exclude<Seen, { is: "live" }> | undefined;
    if (!last) return ended?.start;
    return last.is === "publication" ? last.at : { epoch: last.next.epoch, offset: last.next.offset - 1 };
  }

  /** Writes down where subscriptions stand that have seen nothing yet. */
  observe(): void {
    for (const { witness, subscription } of this.#following) {
      if (witness.seen.length === 0 && witness.newest === undefined) witness.start ??= subscription.position;
    }
  }

  /** Whether all its subscriptions have come to these positions: just there, or also further, where others have published since. */
  hasReached(heads: ReadonlyMap<string, Position>, just: boolean): boolean {
    return this.#following.every(({ witness, subscription }) => {
      const head = heads.get(witness.channel);
      const at = subscription.position;
      if (!head) return true;
      const most = just ? head.offset : AHEAD - 1;
      return at?.epoch === head.epoch && at.offset >= head.offset && at.offset <= most;
    });
  }

  /** Where it stands, for people. */
  standing(): string[] {
    const { state, transport } = this.#client;
    const open = this.publishes.filter(({ outcome }) => outcome === undefined);
    const { words } = this.#client.report();
    return [
      `${this.name} is ${state} ${transport ?? ""}, has no reply to publishes ${open.map(({ number }) => number)}`,
      ...this.#following.map(({ witness: { name }, subscription: { position } }) => {
        return `  ${name} is at ${position && keyOf(position)}`;
      }),
      ...words.slice(-6).map((word) => `  ${word}`),
    ];
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

  #gap({ channel, after, next }: WindsockEvents["gap"]): void {
    this.#note(`gap of ${channel} from ${keyOf(after)} to ${keyOf(next)}`);
    for (const { witness, subscription } of this.#following) {
      if (witness.channel !== channel) continue;
      const unknown = witness.start === undefined && witness.seen.length === 0;
      // Where it began is behind the gap, if it was not known before.
      if (!unknown) this.#see(witness, { is: "gap", after, next });
      else if (witness.newest === undefined) witness.start = subscription.position;
    }
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
    client.on("gap", (gap) => this.#gap(gap));
  }
}

/** What is wrong with an answer, where no publication may be left out. */
function wrongOf({ publications, epoch, offset, more }: History, options: HistoryOptions): string | undefined {
  const inOrder = options.reverse ? [...publications].reverse() : publications;
  const hole = inOrder.find((at, index) => index > 0 && at.offset !== (inOrder[index - 1]?.offset ?? 0) + 1);
  if (hole) return `a hole before ${keyOf(hole)}`;
  if (publications.length > (options.limit ?? 100)) return `${publications.length} publications`;
  const last = inOrder.at(-1);
  const toEnd = options.reverse || !more;
  if (toEnd && last && keyOf(last) !== keyOf({ epoch, offset }))
    return `ends at ${keyOf(last)}, the log at ${epoch}:${offset}`;
  return undefined;
}
