/** The command `run`. */
import { parseArgs } from "node:util";
import { runFleet, runRestarts } from "./fleet.js";
import type { Outcome } from "./history.js";

const USAGE = `Runs random histories, and checks what each client was told. Needs the jar and the client built.

  --histories N   how many (1000)
  --seed N        the seed of the first; each further has the next (1)
  --times N       runs each so often (1)
  --abreast N     so many at a time (10; 20 with --restarts)
  --restarts      the server is killed and started again meanwhile
  --slow SECONDS  tells which take longer than that to come to the end, and where each client stands then
  --verbose       tells what happened in those that are wrong or slow
`;

const { values } = parsed();

function parsed() {
  try {
    return parseArgs({
      options: {
        seed: { type: "string", default: "1" },
        histories: { type: "string", default: "1000" },
        times: { type: "string", default: "1" },
        restarts: { type: "boolean", default: false },
        abreast: { type: "string" },
        slow: { type: "string" },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

if (values.help) {
  console.log(USAGE);
  process.exit();
}
for (const name of ["seed", "histories", "times", "abreast", "slow"] as const) {
  const text = values[name];
  if (text === undefined || /^[1-9]\d*$/.test(text)) continue;
  console.error(`--${name} is a whole number from 1 on, not ${text}\n\n${USAGE}`);
  process.exit(2);
}

const histories = Number(values.histories);
/** More at a time take as long together, and each is slower: the clients share one thread. A server that is restarted wants more. */
const abreast = Number(values.abreast ?? (values.restarts ? 20 : 10));
const started = Date.now();
let done = 0;

function show(outcome: Outcome): void {
  done++;
  if (outcome.wrong.length > 0) tell(outcome);
  const slow = outcome.slow !== undefined;
  if (slow) tellSlow(outcome);
  if (values.verbose && (outcome.wrong.length > 0 || slow || histories * Number(values.times) === 1))
    for (const line of outcome.log) console.log(`    ${line}`);
  if (done % 100 === 0) console.log(`${done} of ${histories} in ${Math.round((Date.now() - started) / 1_000)} s`);
}

function tellSlow({ seed, took, slow = [] }: Outcome): void {
  console.log(`\nseed ${seed} took ${Math.round(took / 1_000)} s to come to the end; after ${values.slow} s:`);
  for (const line of slow) console.log(`  ${line}`);
  tellAgain(seed);
}

function tell({ seed, wrong }: Outcome): void {
  console.log(`\nseed ${seed} is not as it must be:`);
  for (const line of wrong) console.log(`  ${line}`);
  tellAgain(seed);
}

function tellAgain(seed: number): void {
  const again = values.restarts ? `--restarts --histories ${abreast} --abreast ${abreast}` : "--histories 1";
  console.log(`  again: js-client/e2e/model/run ${again} --seed ${values.restarts ? groupOf(seed) : seed} --verbose`);
}

/** The seed of the first in the group that shared a server. */
function groupOf(seed: number): number {
  const first = Number(values.seed);
  return seed - ((seed - first) % abreast);
}

const run = values.restarts ? runRestarts : runFleet;
const { passed, failed, seen, gaps, published } = await run({
  seed: Number(values.seed),
  histories,
  times: Number(values.times),
  abreast,
  slow: values.slow === undefined ? undefined : 1_000 * Number(values.slow),
  ended: show,
});
console.log(
  `${passed} histories passed, ${failed.length} failed: ${published} published, ${seen} seen by callbacks, ${gaps} gaps`,
);
if (failed.length > 0) console.log(`failed: ${failed.map(({ seed }) => seed).join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);
