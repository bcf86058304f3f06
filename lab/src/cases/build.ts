import type { Address } from "../network/address.js";
import type { Surroundings, Tell } from "../network/layer.js";
import { type Network, startNetwork } from "../network/network.js";
import { Schedule } from "../network/schedule.js";
import type { Means } from "./case.js";
import type { Step } from "./steps.js";

/** A network of steps that runs. */
export interface BuiltNetwork extends Network {
  /** The port of a forward proxy, where the browser has to be told of one. */
  readonly forwardProxy: number | undefined;
}

/** Where the network stands. */
export interface Place extends Omit<Means, "schedule"> {
  readonly targets: readonly [Address, ...Address[]];
  readonly listen?: Surroundings["listen"];
  readonly tell: Tell;
}

/** Starts the steps, the first of them nearest to the browser. */
export async function buildNetwork(steps: readonly Step[], place: Place): Promise<BuiltNetwork> {
  const { tell, targets, restart, suspend, listen = { host: "127.0.0.1", port: 0 } } = place;
  const schedule = new Schedule();
  const means: Means = { schedule, ...(restart && { restart }), ...(suspend && { suspend }) };
  const layers = steps.flatMap((step) => {
    if (step.kind === "case") return step.case.layers(step.values, means);
    return step.intermediary.kind === "reverse" ? [step.intermediary.start] : [];
  });
  const network = await startNetwork(layers, { targets, listen, schedule, tell });
  const [first] = steps;
  if (first?.kind !== "intermediary" || first.intermediary.kind !== "forward") {
    return { ...network, forwardProxy: undefined };
  }
  try {
    const surroundings = { targets, listen: { host: "127.0.0.1", port: 0 }, schedule, tell };
    const proxy = await first.intermediary.start(surroundings);
    const stop = async (): Promise<void> => {
      await proxy.stop();
      await network.stop();
    };
    return { ...network, forwardProxy: proxy.port, stop };
  } catch (error) {
    await network.stop();
    throw error;
  }
}
