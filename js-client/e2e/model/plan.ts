/** Random histories: who is there, and what happens, as data that a seed repeats. */
import type { TransportName } from "../../src/index.js";
import { Random } from "../harness/random.js";

/** How a server keeps its logs: all there will be, or so little that readers fall off. */
export type Keeping = "all" | "little";

export interface Plan {
  readonly seed: number;
  readonly keeping: Keeping;
  readonly channels: number;
  readonly clients: readonly ClientPlan[];
  readonly steps: readonly Step[];
}

export interface ClientPlan {
  readonly transports: readonly TransportName[];
  readonly compressed: boolean;
  /** The share of its exchanges that something happens to. */
  readonly trouble: number;
}

/** Where a subscription begins. */
export type Since = "now" | "resumed" | "start" | "future" | "elsewhere";

/** What is stated of a publish: nothing; a version, or a position, that may be right or not; that it is soon over. */
export type How = "plain" | "versioned" | "matched" | "brief";

/** One thing that happens. `client` and `channel` are numbers of the plan's. */
export type Step =
  | {
      readonly does: "publish";
      readonly how: How;
      readonly client: number;
      readonly channel: number;
      readonly count: number;
      readonly size: number;
    }
  | { readonly does: "rest"; readonly channel: number; readonly count: number; readonly size: number }
  | {
      readonly does: "subscribe";
      readonly client: number;
      readonly channel: number;
      readonly since: Since;
      readonly newest?: number;
      readonly page?: number;
    }
  | {
      readonly does: "ask";
      readonly client: number;
      readonly channel: number;
      readonly limit: number;
      readonly reverse: boolean;
    }
  | { readonly does: "unsubscribe"; readonly client: number; readonly channel: number }
  | { readonly does: "switch"; readonly client: number; readonly to: TransportName }
  | { readonly does: "block"; readonly client: number; readonly to: TransportName }
  | { readonly does: "cut"; readonly client: number }
  | { readonly does: "stall"; readonly client: number; readonly ms: number }
  | { readonly does: "close"; readonly client: number }
  | { readonly does: "connect"; readonly client: number }
  | { readonly does: "calm"; readonly client: number; readonly trouble: number }
  | { readonly does: "wait"; readonly ms: number };

const ALL: readonly TransportName[] = ["websocket", "sse", "polling"];

/** The plan of a seed. */
export function planOf(seed: number): Plan {
  const random = new Random(seed);
  const keeping = random.weighted<Keeping>({ all: 3, little: 2 });
  const channels = random.weighted({ 1: 5, 2: 3, 3: 1 });
  const clients = Array.from({ length: random.between(1, 3) }, () => clientPlan(random));
  const shape = { channels: Number(channels), clients: clients.length, heavy: random.chance(0.15) };
  const steps: Step[] = clients.flatMap((_, client) => [
    { does: "subscribe", client, channel: random.between(0, shape.channels - 1), since: "now" },
    { does: "connect", client },
  ]);
  for (let left = random.between(5, 40); left > 0; left--) steps.push(step(random, shape));
  return { seed, keeping, channels: shape.channels, clients, steps };
}

function clientPlan(random: Random): ClientPlan {
  const held = random.chance(0.5);
  return {
    transports: held ? [random.pick(ALL)] : ALL,
    compressed: random.chance(0.3),
    trouble: random.pick([0, 0.1, 0.3, 0.6]),
  };
}

function portion(random: Random): { newest?: number; page?: number } {
  return {
    ...(random.chance(0.2) ? { newest: random.between(0, 30) } : {}),
    ...(random.chance(0.3) ? { page: random.between(1, 10) } : {}),
  };
}

interface Shape {
  readonly channels: number;
  readonly clients: number;
  /** Messages are so large that a reader that is stalled is felt by the server. */
  readonly heavy: boolean;
}

function step(random: Random, shape: Shape): Step {
  const client = random.between(0, shape.clients - 1);
  const channel = random.between(0, shape.channels - 1);
  const size = shape.heavy ? random.between(0, 30_000) : random.between(0, 60);
  switch (random.weighted(WEIGHTS)) {
    case "publish":
      return { does: "publish", how: random.weighted(HOW), client, channel, count: random.between(1, 6), size };
    case "rest":
      return { does: "rest", channel, count: random.between(1, random.chance(0.2) ? 60 : 8), size };
    case "subscribe":
      return { does: "subscribe", client, channel, since: random.weighted(SINCE), ...portion(random) };
    case "ask":
      return { does: "ask", client, channel, limit: random.between(1, 30), reverse: random.chance(0.5) };
    case "unsubscribe":
      return { does: "unsubscribe", client, channel };
    case "switch":
      return { does: "switch", client, to: random.pick(ALL) };
    case "block":
      return { does: "block", client, to: random.pick(ALL) };
    case "cut":
      return { does: "cut", client };
    case "stall":
      return { does: "stall", client, ms: random.between(1, shape.heavy ? 400 : 100) };
    case "close":
      return { does: "close", client };
    case "connect":
      return { does: "connect", client };
    case "calm":
      return { does: "calm", client, trouble: random.pick([0, 0.2, 0.5]) };
    case "wait":
      return { does: "wait", ms: random.between(0, random.chance(0.2) ? 200 : 30) };
  }
}

const WEIGHTS: Readonly<Record<Step["does"], number>> = {
  publish: 10,
  rest: 10,
  subscribe: 4,
  ask: 2,
  unsubscribe: 2,
  switch: 5,
  block: 3,
  cut: 4,
  stall: 2,
  close: 1,
  connect: 3,
  calm: 2,
  wait: 10,
};

const HOW: Readonly<Record<How, number>> = { plain: 12, versioned: 1, matched: 1, brief: 1 };
const SINCE: Readonly<Record<Since, number>> = { now: 4, resumed: 4, start: 2, future: 0.5, elsewhere: 0.5 };
