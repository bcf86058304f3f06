/** A layer is one obstacle: it listens on a port, and does something to what it passes on to its target. */
import type { AddressInfo, Server, Socket } from "node:net";
import type { Address } from "./address.js";
import type { Schedule } from "./schedule.js";

/** Tells of something that happened, in one line. */
export type Tell = (line: string) => void;

/** What a layer is started with. */
export interface Surroundings {
  /** Where it passes things on to; several where the network spreads them. */
  readonly targets: readonly [Address, ...Address[]];
  /** The address to listen on. Port 0 takes any that is free. */
  readonly listen: { readonly host: string; readonly port: number };
  readonly schedule: Schedule;
  readonly tell: Tell;
}

/** A layer that runs. */
export interface RunningLayer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a layer. */
export type Layer = (surroundings: Surroundings) => Promise<RunningLayer>;

/** Listens; to stop ends every connection that is left. */
export async function listen(server: Server, { host, port }: Surroundings["listen"]): Promise<RunningLayer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
