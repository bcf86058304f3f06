/** Whole connections that freeze, break, are too many, or are not read. */
import type { Socket } from "node:net";
import type { Layer } from "../network/layer.js";
import { tcpLayer } from "../network/tcp.js";

/**
 * From one moment on, for a while, nothing gets through at all, and the connections of before are dead for ever, without
 * a word to either side: as when a machine sleeps and the network forgets it.
 */
export function freeze({ after, span }: { after: number; span: number }): Layer {
  return tcpLayer(({ schedule, tell }) => {
    const alive = new Set<{ client: Socket; upstream: Socket }>();
    schedule.at(after, () => {
      tell(`${alive.size} connections are dead from now on, and new ones get nowhere for ${span} ms`);
      for (const pair of alive) kill(pair);
    });
    schedule.at(after + span, () => tell("new connections get through again"));
    return ({ client, pass }) => {
      const { elapsed } = schedule;
      // Not connected on: nobody answers.
      if (elapsed >= after && elapsed < after + span) return void client.pause();
      const pair = { client, upstream: pass() };
      alive.add(pair);
      client.on("close", () => alive.delete(pair));
    };
  });
}

/** Neither side hears of the other again, not even of its end. */
function kill({ client, upstream }: { client: Socket; upstream: Socket }): void {
  client.unpipe(upstream);
  upstream.unpipe(client);
  client.pause();
  upstream.pause();
  upstream.removeAllListeners("close");
  client.removeAllListeners("end");
  upstream.removeAllListeners("end");
}

/** Every so often the server is away for a while: what stood is reset, and what is new is refused. */
export function outages({ first, every, span }: { first: number; every: number; span: number }): Layer {
  return tcpLayer(({ schedule, tell }) => {
    const alive = new Set<Socket>();
    let away = false;
    const goAway = (at: number): void => {
      schedule.at(at, () => {
        tell(`away for ${span} ms: ${alive.size} connections are reset`);
        away = true;
        for (const client of alive) client.resetAndDestroy();
      });
      schedule.at(at + span, () => {
        tell("back");
        away = false;
        if (every > 0) goAway(at + every);
      });
    };
    goAway(first);
    return ({ client, pass }) => {
      if (away) return void client.resetAndDestroy();
      pass();
      alive.add(client);
      client.on("close", () => alive.delete(client));
    };
  });
}

/** No more than so many connections at once: the others wait for one to end. */
export function fewConnections({ limit }: { limit: number }): Layer {
  return tcpLayer(({ tell }) => {
    let open = 0;
    const waiting: Array<{ client: Socket; go: () => void }> = [];
    const next = (): void => {
      while (open < limit) {
        const first = waiting.shift();
        if (!first) return;
        if (first.client.destroyed) continue;
        open++;
        first.go();
      }
    };
    return ({ number, client, pass }) => {
      const go = (): void => {
        client.on("close", () => {
          open--;
          next();
        });
        pass();
      };
      waiting.push({ client, go });
      next();
      if (waiting.length > 0) tell(`connection ${number} waits: ${open} are open`);
    };
  });
}

/** After a while the client reads nothing more of every so many-th connection, and leaves it open. */
export function unread({ after, every }: { after: number; every: number }): Layer {
  return tcpLayer(({ schedule, tell }) => ({ number, client, pass }) => {
    const upstream = pass();
    if (number % every !== 0) return;
    const callOff = schedule.after(after, () => {
      tell(`connection ${number} is not read any more`);
      upstream.unpipe(client);
      upstream.pause();
    });
    client.on("close", callOff);
  });
}
