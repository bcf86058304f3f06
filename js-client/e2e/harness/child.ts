/** A process that a test has started: it is ready when it says so, and it never outlives the test. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** A running process, what it wrote so far, and its end. */
export interface Child {
  output(): string;
  stop(): Promise<void>;
  /** Ends it with no time to do anything. */
  kill(): Promise<void>;
}

/** Starts a command. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): Child & ChildOutput {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const lines = collect(child);
  const ended = once(child, "close").then(() => running.delete(child));
  return {
    output: () => lines.text,
    onOutput: (listener) => lines.listeners.push(listener),
    ended: ended.then(() => undefined),
    stop: async () => {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(killer);
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

interface ChildOutput {
  onOutput(listener: (text: string) => void): void;
  readonly ended: Promise<void>;
}

function collect(child: ChildProcess): { text: string; listeners: Array<(text: string) => void> } {
  const collected = { text: "", listeners: [] as Array<(text: string) => void> };
  const add = (chunk: Buffer): void => {
    collected.text += chunk.toString();
    for (const listener of collected.listeners) listener(collected.text);
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  child.on("error", (error) => add(Buffer.from(`${error.message}\n`)));
  return collected;
}

/** What `pattern` finds in the output, as soon as it is there; rejects where the process ends before. */
export function awaitOutput(child: Child & ChildOutput, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = (text: string): void => {
      const found = pattern.exec(text);
      if (found) resolve(found);
    };
    child.onOutput(look);
    look(child.output());
    void child.ended.then(() => reject(new Error(`It ended and did not say ${pattern}:\n${child.output()}`)));
  });
}
