/** permessage-deflate with a client that is not ours: every size, every offer, both ways. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PerMessageDeflateOptions, WebSocket } from "ws";
import { type Server, startServer } from "./harness/server.js";

let server: Server;

beforeAll(async () => {
  server = await startServer({ pages: join(import.meta.dirname, "pages") });
});

afterAll(async () => {
  await server?.stop();
});

/** Bytes of the text in a message: around each boundary of a frame's length, and up to near the limit. */
const SIZES = [0, 1, 16, 64, 100, 125, 126, 127, 256, 1_024, 4_096, 8_192, 16_384, 32_768, 60_000];
const ROUNDS = 5;

/** Repeats itself, repeats itself seldom, or not at all. */
const TEXTS: Record<string, (size: number) => string> = {
  "of one letter": (size) => "x".repeat(size),
  "of words": (size) => "the quick brown fox jumps over the lazy dög ".repeat(size / 40 + 1).slice(0, size),
  "of noise": (size) =>
    Array.from({ length: size }, (_, i) => String.fromCharCode(33 + ((i * 7919 + i * i) % 90))).join(""),
};

const OFFERS: Record<string, false | PerMessageDeflateOptions> = {
  "no compression": false,
  "compression as it comes": {},
  "no context takeover either way": { clientNoContextTakeover: true, serverNoContextTakeover: true },
  "windows of 9 bits": { clientMaxWindowBits: 9, serverMaxWindowBits: 9 },
  "compression of every message": { threshold: 0 },
};

/** A window that the server's compressor cannot be held to is declined, as RFC 7692 section 7.1.2.1 has it. */
const DECLINED = ["no compression", "windows of 9 bits"];

interface Frame {
  readonly id?: number;
  readonly connect?: unknown;
  readonly publication?: { readonly offset: number; readonly data: string };
}

/** A socket that is subscribed to the channel, and what it is given. */
async function subscribed(channel: string, offer: false | PerMessageDeflateOptions) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/windsock`, { perMessageDeflate: offer });
  const received: string[] = [];
  const waiting: Array<() => void> = [];
  let connected = (): void => {};
  const ready = new Promise<void>((resolve, reject) => {
    connected = resolve;
    socket.on("error", reject);
  });
  socket.on("message", (data) => {
    for (const line of data.toString().split("\n")) {
      const frame = JSON.parse(line) as Frame;
      if (frame.connect !== undefined) connected();
      if (frame.publication !== undefined) received.push(frame.publication.data);
    }
    for (const look of waiting) look();
  });
  socket.on("open", () => socket.send(JSON.stringify({ id: 1, connect: { channels: { [channel]: null } } })));
  await ready;
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (received.length >= count) resolve();
      };
      waiting.push(look);
      look();
    });
  return { socket, received, until };
}

describe.each(Object.keys(OFFERS))("a client that offers %s", (offer) => {
  it.each(Object.keys(TEXTS))("publishes texts %s of every size, and gets them back as they were", async (kind) => {
    const channel = `compression-${Object.keys(OFFERS).indexOf(offer)}-${Object.keys(TEXTS).indexOf(kind)}`;
    const { socket, received, until } = await subscribed(channel, OFFERS[offer] ?? false);
    const text = TEXTS[kind] ?? String;
    const sent: string[] = [];

    for (let round = 0; round < ROUNDS; round++) {
      for (const size of SIZES) {
        const data = text(size);
        sent.push(data);
        socket.send(JSON.stringify({ id: sent.length + 1, publish: { channel, data } }));
        await until(sent.length);
      }
    }

    expect(received).toEqual(sent);
    expect(socket.extensions).toBe(DECLINED.includes(offer) ? "" : "permessage-deflate");
    socket.terminate();
  });

  it("sends a text in fragments, compressed as one message", async () => {
    const channel = `fragments-${Object.keys(OFFERS).indexOf(offer)}`;
    const { socket, received, until } = await subscribed(channel, OFFERS[offer] ?? false);
    const data = "the quick brown fox ".repeat(1_000);
    const command = JSON.stringify({ id: 2, publish: { channel, data } });

    for (let at = 0; at < command.length; at += 1_000) {
      socket.send(command.slice(at, at + 1_000), { fin: at + 1_000 >= command.length });
    }
    await until(1);

    expect(received).toEqual([data]);
    socket.terminate();
  });
});
