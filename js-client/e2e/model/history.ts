/** Lets one history happen. */
import type { Position, PublishOptions, Recorded, SubscribeOptions } from "../../src/index.js";
import { Random } from "../harness/random.js";
import { publish, publishBatch, readLog } from "../harness/server.js";
import { Actor, AHEAD, ELSEWHERE } from "./actor.js";
import { check, type Rules } from "./check.js";
import { Control } from "./control.js";
import type { Plan, Since, Step } from "./plan.js";
import { keyOf, Ledger, type Publish } from "./records.js";

/** Where histories happen. */
export interface Arena {
  /** Where the server listens now. */
  readonly port: () => number;
  readonly rules: Rules;
  /** Resolves when the server will not be restarted any more. */
  readonly calm?: () => Promise<void>;
  /** What takes longer than so many ms to come to the end tells where it stands then. */
  readonly slow?: number | undefined;
}

/** What came of one. */
export interface Outcome {
  readonly seed: number;
  /** What was not as it must be. */
  readonly wrong: readonly string[];
  /** What happened, for people. */
  readonly log: readonly string[];
  /** How long it took to come to the end after the last trouble, in ms. */
  readonly took: number;
  /** Where each client stood when that took too long, where it did. */
  readonly slow: readonly string[] | undefined;
  readonly seen: number;
  readonly gaps: number;
  readonly published: number;
}

/** How long all may take to come to the end after the last trouble, in ms; a busy machine is slow. */
const PATIENCE = Number(process.env["PATIENCE"] ?? 90_000);

/** How long one may take in all, in ms, so that one that hangs is told. */
const WHOLE = 5 * PATIENCE;

let runs = 0;

/** Runs the plan and checks what it left behind. */
export async function runHistory(plan: Plan, arena: Arena): Promise<Outcome> {
  const history = new History(plan, arena);
  const run = history.run().catch((error) => history.failed(error));
  await within(run, WHOLE).catch((error) => history.failed(error));
  await history.stop();
  return history.outcome();
}

class History {
  readonly #plan: Plan;
  readonly #arena: Arena;
  readonly #brief: boolean;
  readonly #channels: readonly string[];
  readonly #ledger = new Ledger();
  readonly #control: Control;
  readonly #heads = new Map<string, Position>();
  readonly #rest: Publish[] = [];
  #version = 0;
  readonly #wrong: string[] = [];
  readonly #log: string[] = [];
  readonly #started = performance.now();
  #took = 0;
  #slow: readonly string[] | undefined;
  #actors: Actor[] = [];

  constructor(plan: Plan, arena: Arena) {
    this.#plan = plan;
    this.#arena = arena;
    this.#brief = plan.steps.some((step) => step.does === "publish" && step.how === "brief");
    const run = `m${plan.seed}-${++runs}`;
    this.#channels = Array.from({ length: plan.channels }, (_, index) => `${run}-${index}`);
    this.#control = new Control(arena.port, this.#channels, this.#ledger);
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#arena.port()}`;
  }

  async run(): Promise<void> {
    const random = new Random(this.#plan.seed).fork(1);
    await this.#control.start();
    this.#actors = await Promise.all(
      this.#plan.clients.map((plan, index) => {
        const name = `c${index}`;
        const note = (what: string): void => this.#note(`${name} ${what}`);
        const casting = { name, port: this.#arena.port, plan, ledger: this.#ledger, note, brief: this.#brief };
        return Actor.start(casting, random.fork(index));
      }),
    );
    for (const step of this.#plan.steps) {
      await this.#step(step);
      for (const actor of this.#actors) actor.observe();
    }
    await this.#end();
  }

  /** It could not go on. */
  failed(error: Error): void {
    this.#wrong.push(`${error.stack}`);
  }

  outcome(): Outcome {
    const witnesses = this.#actors.flatMap((actor) => actor.witnesses);
    const publishes = [...this.#rest, ...this.#actors.flatMap((actor) => actor.publishes)];
    const wrong = check(witnesses, publishes, this.#ledger, this.#heads, { ...this.#arena.rules, brief: this.#brief });
    const seen = witnesses.flatMap((witness) => witness.seen);
    return {
      seed: this.#plan.seed,
      wrong: [...this.#wrong, ...this.#actors.flatMap((actor) => actor.wrong), ...wrong],
      log: this.#log,
      took: this.#took,
      slow: this.#slow,
      seen: seen.length,
      gaps: seen.filter(({ is }) => is === "gap").length,
      published: publishes.length,
    };
  }

  async stop(): Promise<void> {
    this.#control.stop();
    await Promise.all(this.#actors.map((actor) => actor.stop()));
  }

  #note(what: string): void {
    this.#log.push(`${Math.round(performance.now() - this.#started)} ${what}`);
  }

  async #step(step: Step): Promise<void> {
    this.#note(JSON.stringify(step));
    if (step.does === "wait") return pause(step.ms);
    if (step.does === "rest") return this.#publishByRest(this.#channel(step.channel), step.count, step.size);
    const actor = this.#actors[step.client] as Actor;
    switch (step.does) {
      case "publish":
        return this.#publish(actor, step);
      case "subscribe": {
        const channel = this.#channel(step.channel);
        const since = this.#since(step.since, channel, actor);
        return actor.subscribe(channel, { ...step, since } as SubscribeOptions);
      }
      case "ask": {
        const { limit, reverse, channel } = step;
        return actor.ask(this.#channel(channel), { limit, reverse });
      }
      case "unsubscribe":
        return actor.unsubscribe(this.#channel(step.channel));
      default:
        return disturb(actor, step);
    }
  }

  #publish(actor: Actor, { how, channel, count, size }: Extract<Step, { does: "publish" }>): void {
    const name = this.#channel(channel);
    const options = (): PublishOptions => {
      const ifMatch = this.#control.position(name);
      if (how === "versioned") return { version: ++this.#version };
      if (how === "brief") return { ttl: 1 + size };
      return how === "matched" && ifMatch ? { ifMatch } : {};
    };
    for (let left = count; left > 0; left--) actor.publish(name, size, options());
  }

  #channel(number: number): string {
    return this.#channels[number] as string;
  }

  #since(since: Since, channel: string, actor: Actor): Position | undefined {
    const here = this.#control.position(channel);
    switch (since) {
      case "now":
        return undefined;
      case "resumed":
        return actor.resumable(channel);
      case "start":
        return here && { epoch: here.epoch, offset: 0 };
      case "future":
        return here && !actor.follows(channel) ? { epoch: here.epoch, offset: AHEAD } : undefined;
      case "elsewhere":
        return actor.follows(channel) ? undefined : { epoch: ELSEWHERE, offset: 7 };
    }
  }

  async #publishByRest(channel: string, count: number, size: number): Promise<void> {
    // As many as one body may hold.
    const fitting = Math.min(count, Math.floor(900_000 / (size + 100)));
    const batch = Array.from({ length: fitting }, () => ({ by: "rest", pad: "x".repeat(size) }));
    await this.#byRest(channel, batch);
  }

  async #byRest(channel: string, batch: ReadonlyArray<{ readonly by: string }>): Promise<void> {
    const numbered = batch.map((data, index) => ({ ...data, number: this.#rest.length + index + 1 }));
    const publishes = numbered.map((data): Publish => {
      return { by: "rest", number: data.number, channel, data: JSON.stringify(data), outcome: "unacknowledged" };
    });
    this.#rest.push(...publishes);
    try {
      const [only] = numbered;
      const alone = numbered.length === 1;
      const positions = alone
        ? [await publish(this.#origin, channel, only)]
        : await publishBatch(this.#origin, channel, numbered);
      for (const [index, publish] of publishes.entries()) {
        const position = positions[index] as Position;
        publish.outcome = position;
        this.#ledger.add(channel, position, publish.data, "acknowledged", "rest");
      }
    } catch (error) {
      if (!this.#arena.rules.restarted) throw error;
    }
  }

  /** No trouble any more: everybody comes to the end of each log, and stays there. */
  async #end(): Promise<void> {
    for (const actor of this.#actors) actor.proxy.heal();
    await this.#arena.calm?.();
    this.#note("the end");
    const began = performance.now();
    const { slow } = this.#arena;
    const timer = slow && setTimeout(() => this.#tellSlow(), slow);
    await this.#arrive();
    clearTimeout(timer);
    this.#took = performance.now() - began;
  }

  #tellSlow(): void {
    this.#note("slow");
    const heads = [...this.#heads].map(([channel, head]) => `${channel} is to come to ${keyOf(head)}`);
    this.#slow = [...heads, ...this.#actors.flatMap((actor) => actor.standing())];
  }

  async #arrive(): Promise<void> {
    const settled = this.#actors.filter(({ state }) => state !== "idle").map((actor) => actor.settled());
    await this.#within(Promise.all(settled), "all publishes settle");
    const here = this.#actors.filter(({ state }) => state !== "closed" && state !== "idle");
    for (const { witnesses } of this.#actors.filter((actor) => !here.includes(actor))) {
      for (const witness of witnesses) witness.ended = true;
    }
    const logs = new Map<string, readonly Recorded[]>();
    const deadline = performance.now() + PATIENCE;
    // Twice, since what comes a second time would come before the second; and again where what was under way has come late.
    for (let round = 1; round <= 2 || (!this.#isEnd(here) && performance.now() < deadline); round++) {
      for (const channel of this.#channels) {
        await this.#byRest(channel, [{ by: "rest" }]);
        this.#heads.set(channel, this.#rest.at(-1)?.outcome as Position);
      }
      await this.#within(this.#reached(here), `all come to the end ${round}`);
      for (const channel of this.#channels) logs.set(channel, await readLog(this.#origin, channel));
    }
    for (const [channel, log] of logs) this.#ledger.readBack(channel, log);
  }

  async #reached(here: readonly Actor[]): Promise<void> {
    await Promise.all([...this.#heads].map(([channel, head]) => this.#control.reaches(channel, head)));
    const deadline = performance.now() + PATIENCE;
    while (!here.every((actor) => actor.hasReached(this.#heads, false)) && performance.now() < deadline) await pause(5);
  }

  /** Whether nothing has come since. */
  #isEnd(here: readonly Actor[]): boolean {
    const still = [...this.#heads].every(([channel, { offset }]) => this.#control.position(channel)?.offset === offset);
    return still && here.every((actor) => actor.hasReached(this.#heads, true));
  }

  async #within(done: Promise<unknown>, what: string): Promise<void> {
    await within(done, PATIENCE + 1_000).catch((error) => this.#wrong.push(`${what}: ${error.message}`));
  }
}

function disturb(
  actor: Actor,
  step: Exclude<Step, { does: "wait" | "rest" | "publish" | "subscribe" | "unsubscribe" | "ask" }>,
): void {
  switch (step.does) {
    case "switch":
      return actor.switchTo(step.to);
    case "block":
      return actor.dropTo(step.to);
    case "cut":
      return actor.proxy.cut();
    case "stall":
      return actor.proxy.stall(step.ms);
    case "close":
      return actor.close();
    case "connect":
      return actor.connect();
    case "calm":
      actor.proxy.trouble = step.trouble;
  }
}

async function within(done: Promise<unknown>, ms: number): Promise<void> {
  const inTime = await Promise.race([done.then(() => true), pause(ms).then(() => false)]);
  if (!inTime) throw new Error(`not within ${ms} ms`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
