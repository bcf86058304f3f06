/** A network is layers in a row, the first of them nearest to the browser. */
import { type Address, local } from "./address.js";
import type { Layer, RunningLayer, Surroundings } from "./layer.js";
import { passing } from "./passing.js";
import type { Schedule } from "./schedule.js";

/** A network that stands between a browser and a server. */
export interface Network {
  readonly port: number;
  readonly schedule: Schedule;
  stop(): Promise<void>;
}

/** Starts the layers in a row; without any, things just pass. */
export async function startNetwork(layers: readonly Layer[], surroundings: Surroundings): Promise<Network> {
  const running: RunningLayer[] = [];
  const stop = async (): Promise<void> => {
    surroundings.schedule.stop();
    for (const layer of running.toReversed()) await layer.stop();
  };
  let targets: readonly [Address, ...Address[]] = surroundings.targets;
  const inward = layers.length === 0 ? [passing] : layers.toReversed();
  try {
    for (const [place, layer] of inward.entries()) {
      const last = place === inward.length - 1;
      const listen = last ? surroundings.listen : { host: "127.0.0.1", port: 0 };
      const next = await layer({ ...surroundings, targets, listen });
      running.push(next);
      targets = [local(next.port)];
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: targets[0].port, schedule: surroundings.schedule, stop };
}
