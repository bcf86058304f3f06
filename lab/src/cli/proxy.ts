/** `proxy`: puts a network before a server, and stays up. */
import { type BuiltNetwork, buildNetwork } from "../cases/build.js";
import type { Means } from "../cases/case.js";
import type { Step } from "../cases/steps.js";
import { type Address, originOf } from "../network/address.js";
import type { Tell } from "../network/layer.js";
import { type Child, start } from "../processes.js";

export interface ProxyOptions {
  readonly steps: readonly Step[];
  readonly upstreams: readonly [Address, ...Address[]];
  readonly listen: { readonly host: string; readonly port: number };
  /** A command line that starts the server, for the cases in which it restarts. */
  readonly server: string | undefined;
  readonly print: Tell;
}

/** Resolves when all is up; then it stays until it is stopped. */
export async function proxy(options: ProxyOptions): Promise<{ network: BuiltNetwork; stop(): Promise<void> }> {
  const { steps, upstreams, listen, print } = options;
  const began = performance.now();
  const tell: Tell = (line) => print(`${((performance.now() - began) / 1_000).toFixed(3).padStart(9)} s  ${line}`);
  const server = options.server === undefined ? undefined : restartable(options.server, tell);
  const place = { targets: upstreams, listen, tell, ...(server && { restart: server.restart }) };
  const network = await buildNetwork(steps, place);
  print(describe(options, network));
  network.schedule.begin();
  const stop = async (): Promise<void> => {
    await network.stop();
    await server?.stop();
  };
  return { network, stop };
}

function describe({ steps, upstreams, listen }: ProxyOptions, { port, forwardProxy }: BuiltNetwork): string {
  const lines = steps.map((step) => {
    if (step.kind === "intermediary") return `${step.intermediary.title}, with the settings that it comes with`;
    const { id, title, note, notYet } = step.case;
    const hints = [note, notYet].filter(Boolean).map((hint) => `. ${hint}`);
    return `${[id, String(step.values)].filter(Boolean).join(" ")}: ${title}${hints.join("")}`;
  });
  const to = upstreams.map(originOf).join(" and ");
  const url = originOf({ host: listen.host, port, secure: false });
  const how =
    forwardProxy === undefined
      ? `Open ${url} (instead of ${to})`
      : `Set 127.0.0.1:${forwardProxy} as the HTTP and HTTPS proxy of a browser, also for loopback\n` +
        `(chromium --proxy-server=127.0.0.1:${forwardProxy} --proxy-bypass-list='<-loopback>'), and open ${url} there`;
  return [...lines, how, "Ctrl-C ends it. What happens:"].join("\n");
}

/** A server that the lab starts by a command line, and can restart. */
function restartable(command: string, tell: Tell): { restart: NonNullable<Means["restart"]>; stop(): Promise<void> } {
  const run = (): Child => start("/bin/sh", ["-c", `exec ${command}`], { tell: (line) => tell(`server: ${line}`) });
  let child = run();
  let stopped = false;
  const again = async (signal: "SIGTERM" | "SIGKILL", down: number): Promise<void> => {
    tell(`the server gets ${signal}, and comes back after ${down} ms`);
    await child.stop(signal);
    await new Promise((resolve) => setTimeout(resolve, down));
    if (!stopped) child = run();
  };
  return {
    restart: (signal, down) => void again(signal, down).catch((error) => tell(`restart failed: ${error}`)),
    stop: async () => {
      stopped = true;
      await child.stop();
    },
  };
}
