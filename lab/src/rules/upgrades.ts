/** What becomes of requests to upgrade. */
import { createHash } from "node:crypto";
import type { HttpRule, Upgrade } from "../network/http.js";

const WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Answers with this status, or cuts the connection by a reset. */
export function refuse(status: number | "reset"): HttpRule {
  return () => ({
    upgrade: ({ client, tell }) => {
      tell(`upgrade refused: ${status}`);
      if (status === "reset") client.resetAndDestroy();
      else client.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    },
  });
}

/** Takes the request and never answers. */
export const swallow: HttpRule = () => ({ upgrade: ({ tell }) => tell("upgrade swallowed") });

/** Answers 101 by itself, and lets no byte through after that. */
export const silence: HttpRule = () => ({
  upgrade: ({ incoming, client, tell }) => {
    tell("101, and silence from now on");
    accept(incoming.headers["sec-websocket-key"] ?? "", client);
    // What the client sends is taken, as by a box that lets it pile up.
    client.resume();
    client.on("end", () => client.end());
  },
});

function accept(key: string, client: Upgrade["client"]): void {
  const digest = createHash("sha1").update(`${key}${WEBSOCKET_GUID}`).digest("base64");
  client.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${digest}\r\n\r\n`,
  );
}

/** Lets the upgrade through, and ends each connection at a random age between these, in ms. */
export function killYoung({ min, max, how, random }: KillYoung): HttpRule {
  return ({ schedule }) => ({
    upgrade: ({ client, pass, tell }) => {
      const upstream = pass();
      const age = Math.round(min + random() * (max - min));
      const callOff = schedule.after(age, () => {
        tell(`ended by a ${how} at the age of ${age} ms`);
        end(client, how);
        end(upstream, how);
      });
      client.on("close", callOff);
    },
  });
}

interface KillYoung {
  readonly min: number;
  readonly max: number;
  readonly how: "fin" | "reset";
  readonly random: () => number;
}

function end(socket: Upgrade["client"], how: "fin" | "reset"): void {
  if (how === "reset") socket.resetAndDestroy();
  else socket.destroySoon();
}
