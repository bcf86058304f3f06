/** Programs from Debian's packages that stand between browsers and servers, with the settings that they come with. */
import { once } from "node:events";
import { existsSync, readFileSync, unwatchFile, watchFile } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Address, dial } from "../network/address.js";
import type { Layer, RunningLayer, Tell } from "../network/layer.js";
import { type Child, start } from "../processes.js";

/** One of them. */
export interface Intermediary {
  readonly id: string;
  readonly title: string;
  /** Whether it stands before the server, or is a proxy that the browser is told of. */
  readonly kind: "reverse" | "forward";
  /** The package that has it. */
  readonly packaged: string;
  readonly start: Layer;
  installed(): boolean;
}

/** How to start a program in a directory of its own. */
export interface Program {
  readonly id: string;
  readonly title: string;
  readonly kind: Intermediary["kind"];
  readonly packaged: string;
  /** Paths at which the program may be; the variable of its name in upper case goes first. */
  readonly paths: readonly string[];
  /** The configuration file, the arguments that name it, and `log` in `directory` as a file that it writes to. */
  configure(where: Where): Promise<{ config: string; args: readonly string[]; env?: Record<string, string> }>;
}

/** What a configuration has to say. */
export interface Where {
  readonly directory: string;
  readonly config: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** Where it passes things on to; a forward proxy is told by each request. */
  readonly target: Address;
}

export function intermediary(program: Program): Intermediary {
  const { id, title, kind, packaged } = program;
  return {
    id,
    title,
    kind,
    packaged,
    start: (surroundings) => run(program, surroundings.targets[0], surroundings.listen, surroundings.tell),
    installed: () => find(program) !== undefined,
  };
}

function find({ id, paths }: Program): string | undefined {
  return [process.env[id.toUpperCase()], ...paths].find((path) => path !== undefined && existsSync(path));
}

async function run(program: Program, target: Address, listen: Where["listen"], tell: Tell): Promise<RunningLayer> {
  const { id, title, packaged } = program;
  const path = find(program);
  if (!path)
    throw new Error(`${title} is not installed: apt-get install ${packaged}, or name it by ${id.toUpperCase()}`);
  const directory = await mkdtemp(join(tmpdir(), `lab-${id}-`));
  const port = listen.port || (await freePort());
  const where = { directory, config: join(directory, `${id}.conf`), listen: { host: listen.host, port }, target };
  const { config, args, env = {} } = await program.configure(where);
  await writeFile(where.config, config);
  const log = follow(join(directory, "log"), (line) => tell(`${id}: ${line}`));
  const child = start(path, args, { tell: (line) => tell(`${id}: ${line}`), env: { ...process.env, ...env } });
  const stop = async (): Promise<void> => {
    log();
    await child.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilItListens(where.listen, child);
  } catch (error) {
    await stop();
    throw new Error(`${title} did not start: ${error}`);
  }
  return { port, stop };
}

/** Tells the lines of a file as they come; returns what ends that. */
function follow(path: string, tell: Tell): () => void {
  let read = 0;
  let rest = "";
  const look = (): void => {
    const text = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const lines = (rest + text.subarray(read).toString()).split("\n");
    read = text.length;
    rest = lines.pop() ?? "";
    lines.forEach(tell);
  };
  watchFile(path, { interval: 300 }, look);
  return () => {
    unwatchFile(path);
    look();
  };
}

/** A port that nothing listened on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port");
  return address.port;
}

/** Waits until it takes connections. */
async function untilItListens({ host, port }: Where["listen"], child: Child): Promise<void> {
  let alive = true;
  void child.ended.then(() => {
    alive = false;
  });
  while (alive) {
    const socket = dial({ host, port, secure: false });
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await pause(20);
  }
  throw new Error(`it ended:\n${child.output()}`);
}
