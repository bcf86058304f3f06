// What the clients cost in Chromium at 1,000 messages a second; takes turns, prints a table, and with --docs writes it into
// docs/benchmarks.md.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { contestants } from "./contestants.js";
import { measure } from "./measure.js";

const root = resolve(import.meta.dirname, "../..");
const COLUMNS = [
  ["cpu_us_per_message", "renderer's CPU µs per message", 1],
  ["script_us_per_message", "of it script", 1],
  ["first_message_ms", "ms to the first message", 0],
  ["messages_per_second", "messages/s", 0],
  ["wrong", "out of order or missing", 0],
];

const USAGE = `Usage: bench/browser/run [options]

  --rounds N    turns of each client (3)
  --seconds N   seconds that count (10)
  --warm-up N   seconds before them (5)
  --rate N      messages a second (1000)
  --only TEXT   only the clients whose name contains it
  --docs        write the table into docs/benchmarks.md`;

function options() {
  try {
    return parseArgs({
      options: {
        rounds: { type: "string", default: "3" },
        seconds: { type: "string", default: "10" },
        "warm-up": { type: "string", default: "5" },
        rate: { type: "string", default: "1000" },
        only: { type: "string", default: "" },
        docs: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    return process.exit(2);
  }
}

const values = options();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const LEAST = { rounds: 1, seconds: 1, "warm-up": 0, rate: 1 };
const wrong = Object.keys(LEAST).find((name) => !(Number(values[name]) >= LEAST[name]));
if (wrong) {
  console.error(`--${wrong} ${values[wrong]}: a number from ${LEAST[wrong]} on is wanted\n\n${USAGE}`);
  process.exit(2);
}
const rounds = Number(values.rounds);
const scale = { rate: Number(values.rate), warmUp: Number(values["warm-up"]), seconds: Number(values.seconds) };

function chromiumPath() {
  const path = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (candidate) => candidate !== undefined && existsSync(candidate),
  );
  if (path === undefined) throw new Error("No Chromium: apt-get install chromium, or name one by CHROMIUM");
  return path;
}

function spread(figures, key) {
  const sorted = figures.map((figure) => figure[key]).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, lowest: sorted[0], highest: sorted[sorted.length - 1] };
}

function cell(figures, [key, , decimals]) {
  const { median, lowest, highest } = spread(figures, key);
  const text = (value) => value.toFixed(decimals);
  return lowest === highest ? text(median) : `${text(median)} (${text(lowest)}–${text(highest)})`;
}

function table(results) {
  const rows = [["client", ...COLUMNS.map(([, heading]) => heading)], ["---", ...COLUMNS.map(() => "---:")]];
  for (const [id, figures] of results) rows.push([id, ...COLUMNS.map((column) => cell(figures, column))]);
  return rows.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

async function fill(piece) {
  const file = join(root, "docs/benchmarks.md");
  const begin = "<!-- bench:browser -->";
  const text = await readFile(file, "utf8");
  const from = text.indexOf(begin);
  const to = text.indexOf("<!-- bench:end -->", from);
  if (from < 0 || to < 0) throw new Error(`${file} has no place ${begin}`);
  await writeFile(file, `${text.slice(0, from)}${begin}\n${piece}\n${text.slice(to)}`);
}

const all = contestants(root).filter(({ id }) => id.includes(values.only));
const results = new Map(all.map(({ id }) => [id, []]));
// The pages come from here and not from the server, so that Chromium takes them for strangers to the loopback interface.
const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-features=LocalNetworkAccessChecks"];
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ARGUMENTS });
try {
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of all) {
      process.stderr.write(`round ${round} of ${rounds}: ${contestant.id} … `);
      const figures = await measure(browser, contestant, scale);
      results.get(contestant.id).push(figures);
      process.stderr.write(`${figures.cpu_us_per_message.toFixed(1)} µs of CPU per message\n`);
    }
  }
} finally {
  await browser.close();
}
const piece = `${table(results)}\n\n\`bench/browser/run\` at ${scale.rate} messages/s, ${scale.seconds} s, rounds: ${rounds}; Chromium ${browser.version()}, Node ${process.version}.`;
console.log(piece);
await mkdir(join(root, "bench/target"), { recursive: true });
await writeFile(join(root, "bench/target/browser.json"), `${JSON.stringify(Object.fromEntries(results))}\n`);
if (values.docs) await fill(piece);
