/** The program: reads the command line, and says what is wrong with it. */
import { BROWSERS, chromium, firefox } from "./browsers/index.js";
import { parseSteps } from "./cases/steps.js";
import { measureFirstMessage } from "./cli/first-message.js";
import { type Line, readLine } from "./cli/line.js";
import { list } from "./cli/list.js";
import { proxy } from "./cli/proxy.js";
import { makeSeries } from "./cli/series.js";
import { makeTable } from "./cli/table.js";
import { browserNamed, productNamed, tryOften, tryOnce } from "./cli/try.js";
import { addressOf } from "./network/address.js";
import { PRODUCTS } from "./products/index.js";

const HELP = `Puts hostile networks between a browser and a server.

  lab/run list                    the cases F1 to F23 with their flags, and the real intermediaries
  lab/run proxy F3 --upstream URL puts the case before the server at URL, stays up, and tells what happens
  lab/run proxy F1:status=502 F10:after=5000,how=clean --upstream URL
                                  several in a row, the first of them nearest to the browser
  lab/run proxy squid --upstream URL
                                  a real intermediary
  lab/run try F3                  Windsock in Chromium behind it: 200 messages each way, and what became of them
  lab/run table                   all cases, browsers and products; writes docs/hostile-networks.md
  lab/run series                  F4, F6 and F13 twenty times each, into the same document
  lab/run first-message           the client beside a bare WebSocket, without obstacles, into the same document
  lab/run check                   the short form, as tests; -t F5 for one row of it

Options of proxy:
  --upstream URL      the server; twice for the case that spreads over two
  --port PORT         where to listen; default: any that is free
  --host ADDRESS      default 127.0.0.1
  --server COMMAND    starts the server, for the cases that restart it
  --FLAG VALUE        a flag of the case
Options of try:
  --product NAME      windsock (default), socketio, sockjs
  --browser NAME      chromium (default), firefox, webkit
  --span MS           how long the messages are spread over; default: as in the table
  --tabs N            looks at the last of so many tabs
  --throttle MS       timers of the page fire at multiples of this only, and its clock is put back
  --times N           so many times, with a line for each
  --parallel N        how many of these at once; default 1
Options of table and series:
  --product, --browser            only these; series: --browser
  --case F4, --case "F1 F8"       only the rows with this case, or the row of this name
  --missing           table: leaves what has been run before
  --times N           series: how often; default 20
  --parallel N        how many runs at once; default 3
Options of first-message:
  --browser, --times  chromium and firefox, and 50 times, where nobody says
`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const OWN = ["upstream", "port", "host", "server"];

/** What is done when the program is told to end. */
function onEnd(action: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, action);
}

async function runProxy(line: Line): Promise<void> {
  const { words, options } = line;
  const upstreams = (options.get("upstream") ?? []).map(addressOf);
  const [first, ...more] = upstreams;
  if (!first) throw new Error("Which server? --upstream http://localhost:8080");
  if (words.length === 0) throw new Error("Which case? lab/run list shows them");
  const flags = new Map(
    [...options].filter(([name]) => !OWN.includes(name)).map(([name, [value = ""]]) => [name, value]),
  );
  const port = number(line, "port", 0);
  if (port > 65_535) throw new Error(`--port is a number below 65536, not ${port}`);
  const running = await proxy({
    steps: parseSteps(words, flags),
    upstreams: [first, ...more],
    listen: { host: one(line, "host", "127.0.0.1"), port },
    server: options.get("server")?.[0],
    print,
  });
  onEnd(() => void running.stop().finally(() => process.exit(0)));
}

/** One option at most once. */
function one({ options }: Line, name: string, preset: string): string {
  const values = options.get(name) ?? [];
  if (values.length > 1) throw new Error(`--${name} can be given once`);
  return values[0] ?? preset;
}

async function runTry(line: Line): Promise<void> {
  only(line, "product", "browser", "span", "tabs", "throttle", "times", "parallel");
  const setting = {
    steps: line.words.join(" "),
    span: line.options.has("span") ? number(line, "span", 0) : undefined,
    tabs: number(line, "tabs", 1),
    throttle: number(line, "throttle", 0),
  };
  const kind = browserNamed(one(line, "browser", "chromium"));
  const how = { kind, product: productNamed(one(line, "product", "windsock")), print };
  const [times, parallel] = [number(line, "times", 1), number(line, "parallel", 1)];
  const met = times === 1 ? tryOnce(setting, how) : tryOften(setting, { ...how, times, parallel });
  if (!(await met)) process.exitCode = 1;
}

/** A number of an option; throws where it is none. */
function number(line: Line, name: string, preset: number): number {
  const text = one(line, name, String(preset));
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a number, not ${text}`);
  return Number(text);
}

/** Throws where there is an option that the command does not have. */
function only({ options }: Line, ...names: string[]): void {
  for (const name of options.keys()) if (!names.includes(name)) throw new Error(`No such option here: --${name}`);
}

/** Those that an option names; all where it names none. */
function named<T>({ options }: Line, option: string, all: readonly T[], find: (name: string) => T): readonly T[] {
  return options.get(option)?.map(find) ?? all;
}

async function runTable(line: Line): Promise<void> {
  only(line, "product", "browser", "case", "missing", "parallel");
  const bad = await makeTable({
    products: named(line, "product", PRODUCTS, productNamed),
    browsers: named(line, "browser", BROWSERS, browserNamed),
    only: line.options.get("case")?.[0]?.toLowerCase(),
    missing: line.options.has("missing"),
    parallel: number(line, "parallel", 3),
    print,
  });
  if (bad > 0) process.exitCode = 1;
}

async function runSeries(line: Line): Promise<void> {
  only(line, "browser", "case", "times", "parallel");
  const bad = await makeSeries({
    browsers: named(line, "browser", [chromium, firefox], browserNamed),
    only: line.options.get("case")?.[0]?.toLowerCase(),
    times: number(line, "times", 20),
    parallel: number(line, "parallel", 3),
    print,
  });
  if (bad > 0) process.exitCode = 1;
}

async function runFirstMessage(line: Line): Promise<void> {
  only(line, "browser", "times");
  const browsers = named(line, "browser", [chromium, firefox], browserNamed);
  const bad = await measureFirstMessage({ browsers, times: number(line, "times", 50), print });
  if (bad > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { words, options } = readLine(process.argv.slice(2));
  const [command, ...rest] = words;
  const line = { words: rest, options };
  if (options.has("help") || command === undefined || command === "help") return print(HELP);
  if (command === "list") return print(list());
  if (command === "proxy") return runProxy(line);
  // What it has started ends with it.
  onEnd(() => process.exit(1));
  const run = { table: runTable, series: runSeries, "first-message": runFirstMessage, try: runTry }[command];
  if (!run) throw new Error(`No such command: ${command}. lab/run --help shows them`);
  await run(line);
  // Not left to Node, which may turn for ever over what a dead process has left open.
  process.exit();
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(2);
});
