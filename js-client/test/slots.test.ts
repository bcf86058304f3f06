import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Windsock } from "../src/index.js";
import { takeSlot } from "../src/transports/slots.js";
import { createClient, Ear, next } from "./support/client.js";
import { FakeClock } from "./support/fake-clock.js";
import { MiniServer } from "./support/mini-server.js";

/** Web Locks as a browser has them, as far as they are used. */
class FakeLocks {
  readonly held = new Set<string>();

  async request(name: string, _: object, callback: (lock: object | null) => Promise<void> | undefined): Promise<void> {
    await Promise.resolve();
    if (this.held.has(name)) return callback(null);
    this.held.add(name);
    await callback({ name });
    this.held.delete(name);
  }
}

describe("the tabs of an origin", () => {
  let locks: FakeLocks;
  const url = "http://here.test/windsock";

  beforeEach(() => {
    locks = new FakeLocks();
    vi.stubGlobal("document", new EventTarget());
    vi.stubGlobal("navigator", { locks });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("hold three requests between them, and one that is over makes room", async () => {
    const slots = await Promise.all([takeSlot(url), takeSlot(url), takeSlot(url)]);
    expect(slots.every(Boolean)).toBe(true);
    expect(await takeSlot(url)).toBeUndefined();
    expect(await takeSlot("http://there.test/windsock")).toBeDefined();
    slots[1]?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(await takeSlot(url)).toBeDefined();
  });

  test("hold what they like where there are no locks, or these fail", async () => {
    vi.stubGlobal("navigator", { locks: { request: () => Promise.reject(new Error("not allowed")) } });
    for (let i = 0; i < 9; i++) expect(await takeSlot(url)).toBeDefined();
    vi.stubGlobal("navigator", {});
    expect(await takeSlot(url)).toBeDefined();
  });

  describe("where all are taken", () => {
    let server: MiniServer;
    let clock: FakeClock;
    let client: Windsock;

    beforeEach(async () => {
      server = new MiniServer();
      clock = new FakeClock();
      const server_ = await server.start();
      client = createClient(server_, ["sse", "polling"], { clock, store: null });
      for (let slot = 0; slot < 3; slot++) locks.held.add(`windsock:${new URL(server_).origin}:${slot}`);
    });

    afterEach(async () => {
      client.close();
      await server.stop();
    });

    test("a client polls without being held, and holds one as soon as there is room", async () => {
      const ear = new Ear<{ data: unknown }>();
      client.subscribe("a", ear.listener);
      const waits = clock.waiting(2_000);
      client.connect();
      expect(await next(client, "connected")).toEqual({
        transport: "polling",
        failed: [{ transport: "sse", reason: "crowded" }],
      });
      await waits;
      expect(server.count("poll")).toBe(1);
      server.logs.publish("a", 1);
      const again = clock.waiting(2_000);
      clock.advance(2_000);
      expect((await ear.has(1)).map(({ data }) => data)).toEqual([1]);
      await again;
      locks.held.clear();
      clock.advance(2_000);
      await server.seen("poll", 4);
      const wait = server.requests.at(-1)?.lines[0]?.["connect"];
      expect(wait).toMatchObject({ wait: 25_000 });
      expect(locks.held.size).toBeGreaterThan(0);
      client.close();
      await vi.waitFor(() => expect(locks.held.size).toBe(0));
    });
  });
});
