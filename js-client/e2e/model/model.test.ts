/** Random histories: whatever happens to its connection, each application sees each message once and in order. */
import { expect, it } from "vitest";
import { runFleet, runRestarts } from "./fleet.js";
import type { Outcome } from "./history.js";

const SEED = Number(process.env["SEED"] ?? 1);
const HISTORIES = Number(process.env["HISTORIES"] ?? 1_000);
/** A server that starts takes long, so there are fewer of these. */
const RESTARTED = Math.ceil(HISTORIES / 15);
const AN_HOUR = 3_600_000;

/** What failed, and the command that repeats it. */
function told(failed: readonly Outcome[], command: (seed: number) => string): string[] {
  return failed.map(({ seed, wrong }) => `${command(seed)}:\n  ${wrong.join("\n  ")}`);
}

it("a network that cuts, loses, repeats and delays takes nothing from anyone", { timeout: AN_HOUR }, async () => {
  const { failed, passed, ...counts } = await runFleet({ seed: SEED, histories: HISTORIES, abreast: 10 });
  console.log(`${passed} histories passed: ${JSON.stringify(counts)}`);

  expect(told(failed, (seed) => `js-client/e2e/model/run --histories 1 --seed ${seed} --verbose`)).toEqual([]);
  expect(counts.gaps, "some readers fell off").toBeGreaterThan(0);
});

it("neither does a server that is killed and started again", { timeout: AN_HOUR }, async () => {
  const abreast = 20;
  const { failed, passed, ...counts } = await runRestarts({ seed: SEED, histories: RESTARTED, abreast });
  console.log(`${passed} histories passed: ${JSON.stringify(counts)}`);

  const first = (seed: number): number => seed - ((seed - SEED) % abreast);
  expect(
    told(failed, (seed) => `js-client/e2e/model/run --restarts --histories ${abreast} --seed ${first(seed)}`),
  ).toEqual([]);
});
