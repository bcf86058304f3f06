/** Layers that know bytes only. */
import { createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Address, dial } from "./address.js";
import { type Layer, listen, type Surroundings } from "./layer.js";

/** One connection through the layer, not yet joined to its target. */
export interface TcpConnection {
  /** Counts connections from 1. */
  readonly number: number;
  readonly client: Socket;
  /** Connects to the target, and lets bytes through, both ways each by a stream of its own where they are given. */
  pass(streams?: { up: Duplex; down: Duplex }): Socket;
}

/** What becomes of connections. Made anew for each layer that is started. */
export type TcpRule = (surroundings: Surroundings) => (connection: TcpConnection) => void;

/** A layer of which every connection meets the rule. */
export function tcpLayer(rule: TcpRule): Layer {
  return (surroundings) => {
    const meet = rule(surroundings);
    let count = 0;
    const server = createServer((client) => {
      client.on("error", () => client.destroy());
      const number = ++count;
      meet({ number, client, pass: (streams) => join(client, nextTarget(surroundings, number), streams) });
    });
    return listen(server, surroundings.listen);
  };
}

/** The targets take turns. */
export function nextTarget({ targets }: Surroundings, number: number): Address {
  return targets[(number - 1) % targets.length] ?? targets[0];
}

/** Joins a socket with a new connection to the target: what one side does, end or reset, the other side sees. */
export function join(client: Socket, target: Address, streams?: { up: Duplex; down: Duplex }): Socket {
  const upstream = dial(target);
  client.setNoDelay(true);
  upstream.setNoDelay(true);
  upstream.on("error", () => client.resetAndDestroy());
  client.on("error", () => upstream.resetAndDestroy());
  client.on("close", () => upstream.destroy());
  if (streams) {
    // What is still under way in them when one side ends arrives before its end.
    client.pipe(streams.up).pipe(upstream);
    upstream.pipe(streams.down).pipe(client);
    client.on("close", () => streams.down.destroy());
    upstream.on("close", () => streams.up.destroy());
  } else {
    upstream.on("close", () => client.destroySoon());
    client.pipe(upstream).pipe(client);
  }
  return upstream;
}
