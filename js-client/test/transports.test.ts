import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Publication, TransportName, Windsock } from "../src/index.js";
import { createClient, Ear, next } from "./support/client.js";
import { MiniServer } from "./support/mini-server.js";

/** What holds on every transport. */
describe.each(["websocket", "sse", "polling"] as const)("over %s", (transport: TransportName) => {
  let server: MiniServer;
  let client: Windsock;
  let ear: Ear<Publication>;
  const data = async (count: number) => (await ear.has(count)).map((publication) => publication.data);

  beforeEach(async () => {
    server = new MiniServer();
    client = createClient(await server.start(), [transport]);
    ear = new Ear();
  });

  afterEach(async () => {
    client.close();
    await server.stop();
  });

  async function connected() {
    client.connect();
    await next(client, "connected");
  }

  test("connects", async () => {
    client.connect();
    expect(await next(client, "connected")).toEqual({ transport, failed: [] });
    expect(client.transport).toBe(transport);
  });

  test("is given what is published after it subscribed, in order", async () => {
    server.logs.publish("a", "before");
    client.subscribe("a", ear.listener);
    await connected();
    for (let i = 1; i <= 20; i++) server.logs.publish("a", { i });
    const heard = await ear.has(20);
    expect(heard.map(({ offset }) => offset)).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
    expect(heard[0]).toEqual({ channel: "a", epoch: "e1", offset: 2, data: { i: 1 } });
  });

  test("is given what was published since a position", async () => {
    for (const value of ["one", "two", "three"]) server.logs.publish("a", value);
    client.subscribe("a", ear.listener, { since: { epoch: "e1", offset: 1 } });
    await connected();
    expect(await data(2)).toEqual(["two", "three"]);
  });

  test("publishes, and is told where", async () => {
    await connected();
    expect(await client.publish("a", { text: "hello ü\n" })).toEqual({
      channel: "a",
      epoch: "e1",
      offset: 1,
      subscribers: 1,
    });
    expect(server.logs.of("a")).toEqual([{ text: "hello ü\n" }]);
  });

  test("publishes in order, what was given before it was connected first", async () => {
    const before = [1, 2, 3].map((value) => client.publish("a", value));
    await connected();
    const after = [4, 5, 6].map((value) => client.publish("a", value));
    await Promise.all([...before, ...after]);
    expect(server.logs.of("a")).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("a publish that the server refuses is rejected with the server's code", async () => {
    await connected();
    const [bad, good] = [client.publish("not a name", 1), client.publish("a", 1)];
    await expect(bad).rejects.toMatchObject({ code: "bad-channel", channel: "not a name" });
    await expect(good).resolves.toMatchObject({ offset: 1 });
  });

  test("what it publishes right after it has subscribed comes back to it", async () => {
    await connected();
    client.subscribe("a", ear.listener);
    await client.publish("a", "mine");
    expect(await data(1)).toEqual(["mine"]);
  });

  test("so does what a listener publishes right after it has subscribed", async () => {
    client.subscribe("a", () => {
      client.subscribe("b", ear.listener);
      void client.publish("b", "mine");
    });
    await connected();
    server.logs.publish("a", 1);
    expect(await data(1)).toEqual(["mine"]);
  });

  test("channels can be added and left at any time", async () => {
    const other = new Ear<Publication>();
    await connected();
    const first = client.subscribe("a", ear.listener);
    await client.publish("a", 1);
    await ear.has(1);
    client.subscribe("b", other.listener);
    first.unsubscribe();
    await client.publish("b", 2);
    await other.has(1);
    await client.publish("a", 3);
    await client.publish("b", 4);
    expect((await other.has(2)).map(({ data }) => data)).toEqual([2, 4]);
    expect(ear.heard).toHaveLength(1);
  });

  test("a channel that the server refuses is told, and the others work", async () => {
    client.subscribe("a!", () => {});
    client.subscribe("b", ear.listener);
    const told = next(client, "error");
    await connected();
    expect(await told).toMatchObject({ code: "bad-channel", channel: "a!" });
    await client.publish("b", 1);
    expect(await data(1)).toEqual([1]);
  });

  test("comes back when the connection is cut, and nothing is lost or repeated", async () => {
    const subscription = client.subscribe("a", ear.listener);
    await connected();
    await client.publish("a", 1);
    await ear.has(1);
    const again = next(client, "connected");
    const lost = next(client, "reconnecting");
    server.cut();
    server.logs.publish("a", 2);
    expect(await lost).toEqual({ reason: "lost", attempt: 1, delay: 0 });
    await again;
    server.logs.publish("a", 3);
    expect(await data(3)).toEqual([1, 2, 3]);
    expect(subscription.position).toEqual({ epoch: "e1", offset: 3 });
  });

  test("a server without its memory is a gap, and what it says from then on is heard", async () => {
    client.subscribe("a", ear.listener);
    await connected();
    await client.publish("a", 1);
    await ear.has(1);
    const gap = next(client, "gap");
    const again = next(client, "connected");
    server.logs.forget();
    server.cut();
    await again;
    expect(await gap).toEqual({
      channel: "a",
      after: { epoch: "e1", offset: 1 },
      next: { epoch: "e1x", offset: 1 },
      missed: null,
    });
    await client.publish("a", 2);
    expect(await data(2)).toEqual([1, 2]);
  });

  test("connects again after it was closed, from where it was", async () => {
    client.subscribe("a", ear.listener);
    await connected();
    client.close();
    server.logs.publish("a", 1);
    await connected();
    expect(await data(1)).toEqual([1]);
  });

  test("ends for good when the server says so", async () => {
    await connected();
    const closed = next(client, "closed");
    const close = { close: { code: "too-large", reason: "a message above the limit", reconnect: false } };
    if (transport !== "polling") for (const session of server.sessions.values()) session.write(close);
    else {
      await server.seen("poll", 2);
      server.requests.at(-1)?.response.end(JSON.stringify(close));
    }
    expect(await closed).toEqual({ code: "too-large", reason: "a message above the limit" });
    expect(client.state).toBe("closed");
  });
});
