/** Runs many histories at once, on the servers that they need. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../harness/random.js";
import { type Server, startServer } from "../harness/server.js";
import type { Rules } from "./check.js";
import { type Arena, type Outcome, runHistory } from "./history.js";
import { type Keeping, planOf } from "./plan.js";

const COUNTS: Readonly<Record<Keeping, number>> = { all: 100_000, little: 20 };
const BYTES: Readonly<Record<Keeping, number>> = { all: 8_000_000, little: 200_000 };

export interface FleetOptions {
  /** The seed of the first; each next one's is one more. */
  readonly seed: number;
  readonly histories: number;
  /** Each seed this often, since what depends on timing does not happen each time. Default: once. */
  readonly times?: number;
  /** How many at a time. */
  readonly abreast: number;
  /** Those that take longer than so many ms to come to the end tell where they stand then. */
  readonly slow?: number | undefined;
  /** Is told each as it ends. */
  readonly ended?: (outcome: Outcome) => void;
}

/** What came of all. */
export interface Report {
  readonly passed: number;
  readonly failed: readonly Outcome[];
  readonly seen: number;
  readonly gaps: number;
  readonly published: number;
}

/** Histories that share two servers, which run on. */
export async function runFleet(options: FleetOptions): Promise<Report> {
  const { seed, histories, times = 1, abreast, slow, ended = () => {} } = options;
  const servers = new Map<Keeping, Server>();
  const outcomes: Outcome[] = [];
  let next = 0;
  const runner = async (): Promise<void> => {
    while (next < histories * times) {
      const plan = planOf(seed + (next++ % histories));
      const { port } = servers.get(plan.keeping) as Server;
      const outcome = await runHistory(plan, { port: () => port, rules: rulesOf(plan.keeping), slow });
      outcomes.push(outcome);
      ended(outcome);
    }
  };
  try {
    for (const keeping of ["all", "little"] as const)
      servers.set(keeping, await startServer({ args: argsOf(keeping) }));
    await Promise.all(Array.from({ length: Math.min(abreast, histories * times) }, runner));
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
  return report(outcomes);
}

/** Histories, `abreast` at a time on a server of theirs, which is killed or stopped and started again meanwhile. */
export async function runRestarts({ seed, histories, abreast, slow, ended = () => {} }: FleetOptions): Promise<Report> {
  const outcomes: Outcome[] = [];
  for (let first = seed; first < seed + histories; first += abreast) {
    const count = Math.min(abreast, seed + histories - first);
    const seeds = Array.from({ length: count }, (_, index) => first + index);
    for (const outcome of await runRestarted(seeds, slow)) {
      outcomes.push(outcome);
      ended(outcome);
    }
  }
  return report(outcomes);
}

async function runRestarted(seeds: readonly number[], slow: number | undefined): Promise<Outcome[]> {
  const random = new Random(seeds[0] as number).fork(99);
  const data = random.chance(0.6) ? await mkdtemp(join(tmpdir(), "windsock-model-")) : undefined;
  const args = [...argsOf("all"), ...(data ? ["--data", data] : [])];
  let server = await startServer({ args });
  const restarting = async (): Promise<void> => {
    for (let left = random.between(1, 3); left > 0; left--) {
      await pause(random.between(50, 800));
      await (random.chance(0.7) ? server.kill() : server.stop());
      await pause(random.between(0, 200));
      server = await startServer({ args });
    }
  };
  const restarted = restarting();
  const rules: Rules = { ...rulesOf("all"), restarted: true, forgetful: !data };
  const arena: Arena = { port: () => server.port, rules, calm: () => restarted, slow };
  const outcomes = await Promise.all(seeds.map((seed) => runHistory(planOf(seed), arena)));
  await server.stop();
  if (data) await rm(data, { recursive: true });
  return outcomes;
}

function argsOf(keeping: Keeping): string[] {
  return ["--log-count", `${COUNTS[keeping]}`, "--log-size", `${BYTES[keeping]}`, "--log-age", "60s", "--ping", "1s"];
}

function rulesOf(keeping: Keeping): Rules {
  return {
    count: COUNTS[keeping],
    bytes: BYTES[keeping],
    restarted: false,
    forgetful: false,
    numbered: true,
    brief: false,
  };
}

function report(outcomes: readonly Outcome[]): Report {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((all, outcome) => all + of(outcome), 0);
  const failed = outcomes.filter(({ wrong }) => wrong.length > 0);
  return {
    passed: outcomes.length - failed.length,
    failed,
    seen: sum(({ seen }) => seen),
    gaps: sum(({ gaps }) => gaps),
    published: sum(({ published }) => published),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
