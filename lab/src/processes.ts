/** Processes that the lab starts: they are ready when they say so, and never outlive it. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});

/** Each is a process group of its own, so that what it has started ends with it. */
function signalGroup({ pid }: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

/** How much of what a process writes is kept, in characters. */
const KEPT = 100_000;

/** A running process. */
export interface Child {
  readonly pid: number | undefined;
  /** The last of what it wrote. */
  output(): string;
  /** What `pattern` finds in the output, as soon as it is there; rejects where the process ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<void>;
  /** Ends it; resolves when it has ended. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Starts a command; each line that it writes is told. */
export function start(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { tell?: (line: string) => void } = {},
): Child {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let text = "";
  let rest = "";
  const listeners = new Set<() => void>();
  const add = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-KEPT);
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") options.tell?.(line);
    for (const listener of listeners) listener();
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  child.on("error", (error) => add(Buffer.from(`${error.message}\n`)));
  const ended = once(child, "close").then(
    () => void running.delete(child),
    () => void running.delete(child),
  );
  const until = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(text);
        if (found) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`${command} ended and did not say ${pattern}:\n${text}`)));
    });
  const stop = async (signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> => {
    signalGroup(child, signal);
    const killer = setTimeout(() => signalGroup(child, "SIGKILL"), 5_000);
    await ended;
    clearTimeout(killer);
  };
  return { pid: child.pid, output: () => text, until, ended, stop };
}

/** The process and all that it has started, on Linux. */
export function family(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [pid];
  for (let i = 0; i < found.length; i++) {
    for (const [child, parent] of parents) if (parent === found[i]) found.push(child);
  }
  return found;
}

/** What the promise brings; rejects where that takes longer than so many ms. */
export async function within<T>(limit: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
