/** A server as a process of its own, that can be killed and started again, and takes messages by POST. */
import { setTimeout as pause } from "node:timers/promises";
import { type Child, start } from "../processes.js";
import type { Delivery, RunningServer } from "./product.js";

export interface Launch {
  readonly command: string;
  /** The arguments for this port; 0 takes any that is free. */
  args(port: number): readonly string[];
  /** What it writes when it is ready; the first group is its port. */
  readonly ready: RegExp;
  /** The path that takes a message for this channel. */
  path(channel: string): string;
}

export async function startProcess(launch: Launch): Promise<RunningServer> {
  const run = async (port: number): Promise<{ child: Child; port: number }> => {
    const child = start(launch.command, launch.args(port));
    const [, found] = await child.until(launch.ready);
    return { child, port: Number(found) };
  };
  let { child, port } = await run(0);
  let stopped = false;
  let restarting = Promise.resolve();

  const restart = async (signal: "SIGTERM" | "SIGKILL", down: number): Promise<void> => {
    await child.stop(signal);
    await pause(down);
    if (!stopped) ({ child } = await run(port));
  };
  return {
    port,
    get pid() {
      return child.pid;
    },
    publish: (channel, value) => publish(`http://127.0.0.1:${port}${launch.path(channel)}`, value, () => stopped),
    restart: (signal, down) => {
      restarting = restarting.then(() => restart(signal, down));
      return restarting;
    },
    stop: async () => {
      stopped = true;
      await restarting;
      await child.stop("SIGKILL");
    },
  };
}

/** Tries again where nobody listened; where the connection broke later, nobody knows. */
async function publish(url: string, value: object, stopped: () => boolean): Promise<Delivery> {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
  while (!stopped()) {
    try {
      const response = await fetch(url, request);
      await response.text();
      if (response.ok) return "accepted";
      throw new Error(`${url} answered ${response.status}`);
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code;
      if (code === undefined) throw error;
      if (code !== "ECONNREFUSED") return "unknown";
      await pause(50);
    }
  }
  return "unknown";
}
