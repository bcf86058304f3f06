/** The client in Node against the real server: what the unit tests show against a small one. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Publication, Skipped, TransportName, Windsock } from "../src/index.js";
import { createClient, Ear, next } from "../test/support/client.js";
import { publish, type Server, startServer } from "./harness/server.js";

const ALL: readonly TransportName[] = ["websocket", "sse", "polling"];

const CONFIG = `
[namespaces.room]
presence = true
joins = true
`;

let server: Server;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "windsock-"));
  const config = join(directory, "windsock.toml");
  await writeFile(config, CONFIG);
  server = await startServer({ args: ["--config", config] });
});
afterAll(async () => {
  await server?.stop();
  await rm(directory, { recursive: true });
});

describe.each(ALL)("over %s", (transport) => {
  let client: Windsock;
  let channel: string;
  let ear: Ear<Publication>;
  let others: Windsock[];
  let count = 0;

  beforeEach(() => {
    channel = `${transport}-${++count}`;
    client = createClient(`${server.origin}/windsock`, [transport], { user: "ann", data: { color: "red" } });
    ear = new Ear();
    others = [];
  });

  afterEach(() => {
    for (const each of [client, ...others]) each.close();
  });

  async function connected() {
    client.connect();
    await next(client, "connected");
  }

  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const fill = async (from: number, to: number) => {
    for (let i = from; i <= to; i++) await publish(server.origin, channel, i);
  };
  const data = async (length: number) => (await ear.has(length)).map((publication) => publication.data);

  test("the newest, and what comes after", async () => {
    await fill(1, 30);
    client.subscribe(channel, ear.listener, { newest: 5 });
    await connected();
    await ear.has(5);
    await fill(31, 32);
    expect(await data(7)).toEqual(numbers(26, 32));
  });

  test("the newest of what was missed", async () => {
    await fill(1, 30);
    const { epoch } = await (await other()).history(channel);
    const skipped = new Ear<Skipped>();
    client
      .subscribe(channel, ear.listener, { since: { epoch, offset: 10 }, newest: 5 })
      .on("skipped", skipped.listener);
    await connected();
    expect(await data(5)).toEqual(numbers(26, 30));
    expect(await skipped.has(1)).toEqual([{ after: { epoch, offset: 10 }, next: { epoch, offset: 26 } }]);
  });

  test("what was missed in pages, then live", async () => {
    await fill(1, 95);
    const { epoch } = await (await other()).history(channel);
    const live = new Ear<object>();
    const since = { epoch, offset: 0 };
    client.subscribe(channel, ear.listener, { since, page: 10 }).on("live", live.listener);
    await connected();
    expect(await data(95)).toEqual(numbers(1, 95));
    expect(await live.has(1)).toEqual([{ epoch, offset: 95 }]);
    await fill(96, 97);
    expect(await data(97)).toEqual(numbers(1, 97));
  });

  test("history, with conditions and keys", async () => {
    await connected();
    const first = await client.publish(channel, 1, { key: "k", version: 3, ifMatch: await empty() });
    await expect(client.publish(channel, 2, { ifMatch: await empty() })).rejects.toMatchObject({
      code: "precondition-failed",
    });
    await expect(client.publish(channel, 2, { key: "k", version: 3 })).rejects.toMatchObject({
      code: "precondition-failed",
    });
    await client.publish(channel, 2);
    const all = await client.history(channel);
    expect(all).toMatchObject({ channel, offset: 2, more: false, complete: true });
    expect(all.publications.map(({ key, data }) => [key, data])).toEqual([
      ["k", 1],
      [undefined, 2],
    ]);
    const { epoch } = first;
    const part = await client.history(channel, { before: { epoch, offset: 2 }, limit: 1, reverse: true });
    expect(part.publications.map((publication) => publication.data)).toEqual([1]);
  });

  test("publishes in order, once, through switches of the transport", async () => {
    client.close();
    client = createClient(`${server.origin}/windsock`, [...ALL]);
    const story: string[] = [];
    for (const event of ["reconnecting", "gap", "error"] as const) client.on(event, () => story.push(event));
    client.subscribe(channel, ear.listener);
    await connected();
    const published: Promise<unknown>[] = [];
    let sent = 0;
    for (const to of [transport, "polling", "sse", "websocket", "polling", "websocket", "sse", transport] as const) {
      const switched = client.switchTo(to);
      for (let i = 0; i < 20; i++) published.push(client.publish(channel, ++sent));
      await switched;
      for (let i = 0; i < 5; i++) published.push(client.publish(channel, ++sent));
    }
    await Promise.all(published);
    expect(await data(sent)).toEqual(numbers(1, sent));
    expect((await ear.has(sent)).map(({ offset }) => offset)).toEqual(numbers(1, sent));
    expect(story).toEqual([]);
    expect(client.transport).toBe(transport);
  });

  describe("presence", () => {
    let room: string;
    let watcher: Windsock;
    let changes: Ear<readonly [string, string | undefined]>;

    /** Somebody watches the room, by a connection of its own. */
    beforeEach(async () => {
      room = `room:${channel}`;
      changes = new Ear();
      watcher = await other();
      const subscription = watcher.subscribe(room, () => {});
      for (const event of ["join", "leave"] as const) {
        subscription.on(event, ({ member, user }) => {
          if (member !== watcher.member) changes.listener([event, user]);
        });
      }
      await watcher.publish(room, "ready");
    });

    test("tells who has come, and what is shown of them", async () => {
      client.subscribe(room, ear.listener);
      await connected();
      expect(await changes.has(1)).toEqual([["join", "ann"]]);
      const { count, members } = await watcher.presence(room);
      expect(count).toBe(2);
      expect(members).toContainEqual({ member: client.member, user: "ann", data: { color: "red" } });
    });

    test("ends with the subscription, and with the client, at once", async () => {
      const subscription = client.subscribe(room, ear.listener);
      await connected();
      await changes.has(1);
      subscription.unsubscribe();
      await changes.has(2);
      client.subscribe(room, ear.listener);
      await changes.has(3);
      client.close();
      expect((await changes.has(4)).map(([event]) => event)).toEqual(["join", "leave", "join", "leave"]);
      expect((await watcher.presence(room)).count).toBe(1);
    });

    test("is not touched by a change of transport", async () => {
      client = createClient(`${server.origin}/windsock`, [...ALL], { user: "ann" });
      client.subscribe(room, ear.listener);
      await connected();
      for (const to of [transport, ...ALL, transport]) await client.switchTo(to);
      await client.publish(room, "after");
      await ear.has(1);
      expect((await watcher.presence(room)).count).toBe(2);
      client.close();
      expect((await changes.has(2)).map(([event]) => event)).toEqual(["join", "leave"]);
    });

    test("is not told of channels that have none", async () => {
      await connected();
      await expect(client.presence(channel)).rejects.toMatchObject({ code: "no-presence", channel });
    });
  });

  /** Another client, that is connected. */
  async function other(): Promise<Windsock> {
    const another = createClient(`${server.origin}/windsock`, ["websocket"]);
    another.connect();
    await next(another, "connected");
    others.push(another);
    return another;
  }

  /** The position of an empty log: that of the channel, which a subscription tells. */
  async function empty() {
    const { epoch } = await client.history(channel);
    return { epoch, offset: 0 };
  }
});

test("a stream that was blocked before is tried again with padding", async () => {
  const known = JSON.stringify({ "/": { at: Date.now(), transports: { sse: { blocked: "buffered", until: 0 } } } });
  const store = { getItem: () => known, setItem: () => {} };
  const bodies: unknown[] = [];
  const recording: typeof fetch = (url, init) => {
    bodies.push(init?.body);
    return fetch(url, init);
  };
  const client = createClient(`${server.origin}/windsock`, ["sse"], { store, fetch: recording });
  const ear = new Ear<Publication>();
  client.subscribe("padded", ear.listener);
  client.connect();
  await next(client, "connected");
  expect(bodies[0]).toContain('"padding":8192');
  await publish(server.origin, "padded", 1);
  expect((await ear.has(1)).map((publication) => publication.data)).toEqual([1]);
  client.close();
});
