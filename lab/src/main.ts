/** The program: reads the command line, and says what is wrong with it. */
import { parseSteps } from "./cases/steps.js";
import { type Line, readLine } from "./cli/line.js";
import { list } from "./cli/list.js";
import { proxy } from "./cli/proxy.js";
import { ALL, makeTable } from "./cli/table.js";
import { browserNamed, productNamed, tryOnce } from "./cli/try.js";
import { addressOf } from "./network/address.js";

const HELP = `Puts hostile networks between a browser and a server.

  lab/run list                    the cases F1 to F23 with their flags, and the real intermediaries
  lab/run proxy F3 --upstream URL puts the case before the server at URL, stays up, and tells what happens
  lab/run proxy F1:status=502 F10:after=5000,how=clean --upstream URL
                                  several in a row, the first of them nearest to the browser
  lab/run proxy squid --upstream URL
                                  a real intermediary
  lab/run try F3                  Windsock in Chromium behind it: 200 messages each way, and what became of them
  lab/run table                   all cases, browsers and products; writes docs/hostile-networks.md
  lab/run check                   the short form, as tests; with --unmet also what is known not to be met

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
Options of table:
  --product, --browser, --case    only these
  --missing           leaves what has been run before
  --parallel N        how many runs at once; default 3
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
  only(line, "product", "browser", "span", "tabs", "throttle");
  const setting = {
    steps: line.words.join(" "),
    span: line.options.has("span") ? number(line, "span", 0) : undefined,
    tabs: number(line, "tabs", 1),
    throttle: number(line, "throttle", 0),
  };
  const kind = browserNamed(one(line, "browser", "chromium"));
  const met = await tryOnce(setting, { kind, product: productNamed(one(line, "product", "windsock")), print });
  if (!met) process.exitCode = 1;
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

async function runTable(line: Line): Promise<void> {
  only(line, "product", "browser", "case", "missing", "parallel");
  const named = <T>(option: string, all: readonly T[], find: (name: string) => T): readonly T[] => {
    const names = line.options.get(option);
    return names ? names.map(find) : all;
  };
  await makeTable({
    products: named("product", ALL.products, productNamed),
    browsers: named("browser", ALL.browsers, browserNamed),
    only: line.options.get("case")?.[0]?.toLowerCase(),
    missing: line.options.has("missing"),
    parallel: number(line, "parallel", 3),
    print,
  });
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
  if (command === "table") return runTable(line);
  if (command === "try") return runTry(line);
  throw new Error(`No such command: ${command}. lab/run --help shows them`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(2);
});
