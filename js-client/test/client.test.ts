import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Windsock, type WindsockError } from "../src/index.js";
import { createClient, Ear, next } from "./support/client.js";
import { FakeClock } from "./support/fake-clock.js";
import { MiniServer } from "./support/mini-server.js";

describe("client", () => {
  let server: MiniServer;
  let url: string;
  let client: Windsock;

  beforeEach(async () => {
    server = new MiniServer();
    url = await server.start();
    client = createClient(url, ["websocket"]);
  });

  afterEach(async () => {
    client.close();
    vi.unstubAllGlobals();
    await server.stop();
  });

  async function connected() {
    client.connect();
    await next(client, "connected");
  }

  test("has an id of its own, and keeps it", async () => {
    expect(client.id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(createClient(url, ["sse"]).id).not.toBe(client.id);
    await connected();
    const again = next(client, "connected");
    server.cut();
    await again;
    const connects = [...server.sessions.values()].map(({ received }) => received[0]?.["connect"]);
    expect(connects).toEqual([
      expect.objectContaining({ client: client.id }),
      expect.objectContaining({ client: client.id }),
    ]);
  });

  test("is another when it connects again after it said goodbye, and goes on where it was", async () => {
    const heard = new Ear<unknown>();
    client.subscribe("a", heard.listener);
    await connected();
    const { id } = client;
    client.close();
    server.logs.publish("a", 1);
    await connected();
    await client.publish("a", 2);
    await heard.has(2);
    expect(client.id).not.toBe(id);
    expect(client.member).toBe(`m-${client.id}`);
    await server.logs.farewells(1);
    expect(server.logs.gone).toEqual([id]);
  });

  test("numbers what it publishes as the one that it first was, so that nothing comes late after it was closed", async () => {
    await connected();
    const { id } = client;
    await client.publish("a", "before");
    client.close();
    await connected();
    await client.publish("a", "after");
    client.close();
    await connected();
    await client.publish("a", "after all");
    const received = [...server.sessions.values()].flatMap((session) => session.received);
    expect(received.flatMap(({ publish }) => publish ?? [])).toEqual([
      { channel: "a", data: "before", number: 1 },
      { channel: "a", data: "after", number: 2, client: id },
      { channel: "a", data: "after all", number: 3, client: id },
    ]);
  });

  test("refuses options of a subscription that would have the server refuse the connection", () => {
    expect(() => client.subscribe("a", () => {}, { page: 0 })).toThrow(expect.objectContaining({ code: "bad-option" }));
  });

  test("does not connect before it is told to", async () => {
    expect(client.state).toBe("idle");
    expect(client.transport).toBeUndefined();
    expect(server.requests).toEqual([]);
  });

  test("has a subscription on the wire once, however many listeners there are", async () => {
    for (let i = 0; i < 3; i++) client.subscribe("a", () => {});
    await connected();
    client.subscribe("a", () => {});
    await client.publish("a", 1);
    const [session] = server.sessions.values();
    expect(session?.received.map((command) => Object.keys(command).at(-1))).toEqual(["connect", "publish"]);
  });

  test("asks again for what was refused when it connects again", async () => {
    const errors = new Ear<WindsockError>();
    client.on("error", errors.listener);
    client.subscribe("a!", () => {});
    await connected();
    await errors.has(1);
    server.cut();
    expect(await errors.has(2)).toMatchObject([{ channel: "a!" }, { channel: "a!" }]);
  });

  test("leaves a connection that is being made as it is, and says the rest afterwards", async () => {
    client.subscribe("a", () => {});
    const sub = client.subscribe("b", () => {});
    server.mute = true;
    client.connect();
    await server.seen("frames");
    const [session] = server.sessions.values();
    sub.unsubscribe();
    client.subscribe("c", () => {});
    server.mute = false;
    session?.commands([{ id: 1, connect: { client: client.id, channels: { a: null, b: null } } }]);
    await server.seen("frames", 2);
    expect(session?.received.slice(1)).toMatchObject([
      { unsubscribe: { channel: "b" } },
      { subscribe: { channel: "c", since: null } },
    ]);
  });

  test.each([
    ["undefined", undefined],
    ["a function", () => {}],
    ["a bigint", 1n],
  ])("does not publish %s", async (_, data) => {
    await connected();
    await expect(client.publish("a", data)).rejects.toMatchObject({ code: "bad-data", channel: "a" });
    expect(await client.publish("a", null)).toMatchObject({ offset: 1 });
  });

  test("publishes what was given, not what it has become since", async () => {
    const data = { text: "before" };
    const published = client.publish("a", data);
    data.text = "after";
    await connected();
    await published;
    expect(server.logs.of("a")).toEqual([{ text: "before" }]);
  });

  test("rejects what the server would hang up on", async () => {
    await connected();
    await expect(client.publish("a", "x".repeat(65_536))).rejects.toMatchObject({ code: "too-large" });
    expect(client.state).toBe("connected");
  });

  test("takes no publishes beyond its outbox", async () => {
    client = createClient(url, ["websocket"], { outbox: 1 });
    const first = client.publish("a", 1);
    await expect(client.publish("a", 2)).rejects.toMatchObject({ code: "outbox-full" });
    await connected();
    await expect(first).resolves.toMatchObject({ offset: 1 });
  });

  test("rejects publishes when it is closed, and then", async () => {
    const waiting = client.publish("a", 1);
    client.close();
    await expect(waiting).rejects.toMatchObject({ code: "closed" });
    await expect(client.publish("a", 1)).rejects.toMatchObject({ code: "closed" });
  });

  test("tells an error that belongs to no command", async () => {
    await connected();
    const told = next(client, "error");
    for (const session of server.sessions.values()) session.write({ error: { code: "bad-json", message: "not JSON" } });
    expect(await told).toMatchObject({ code: "bad-json", message: "not JSON" });
  });

  test("needs a WebSocket class where there is none", async () => {
    vi.stubGlobal("WebSocket", undefined);
    client = new Windsock(url);
    client.connect();
    expect(await next(client, "connected")).toEqual({
      transport: "sse",
      failed: [{ transport: "websocket", reason: "unsupported" }],
    });
  });

  test("waits while the browser is offline, and comes back at once", async () => {
    const browser = new EventTarget();
    const added = vi.fn(browser.addEventListener.bind(browser));
    const removed = vi.fn(browser.removeEventListener.bind(browser));
    vi.stubGlobal("addEventListener", added);
    vi.stubGlobal("removeEventListener", removed);
    const clock = new FakeClock();
    client = createClient(url, ["websocket"], { clock });
    await connected();
    const told = next(client, "reconnecting");
    browser.dispatchEvent(new Event("offline"));
    expect(await told).toEqual({ reason: "offline", attempt: 0, delay: null });
    clock.advance(60_000);
    expect(server.count("upgrade")).toBe(1);
    browser.dispatchEvent(new Event("online"));
    await next(client, "connected");
    client.close();
    browser.dispatchEvent(new Event("online"));
    expect(client.state).toBe("closed");
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });
});
