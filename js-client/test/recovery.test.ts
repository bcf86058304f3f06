import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PresenceChange, Publication, Skipped, TransportName, Windsock } from "../src/index.js";
import { createClient, Ear, next } from "./support/client.js";
import { MiniServer } from "./support/mini-server.js";

/** What was missed, and what there is beside publications, on every transport. */
describe.each(["websocket", "sse", "polling"] as const)("over %s", (transport: TransportName) => {
  let server: MiniServer;
  let url: string;
  let client: Windsock;
  let ear: Ear<Publication>;

  beforeEach(async () => {
    server = new MiniServer();
    url = await server.start();
    client = createClient(url, [transport], { user: "ann", data: { color: "red" } });
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

  const publish = (from: number, to: number) => {
    for (let i = from; i <= to; i++) server.logs.publish("a", i);
  };
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const offsets = async (count: number) => (await ear.has(count)).map(({ offset }) => offset);
  const asked = (kind: string) =>
    server.requests
      .flatMap(({ lines }) => lines)
      .concat([...server.sessions.values()].flatMap(({ received }) => received))
      .flatMap((line) => (line[kind] ? [line[kind] as Record<string, unknown>] : []));

  describe("the newest", () => {
    test("are what a subscription begins with, and then it goes on", async () => {
      publish(1, 30);
      client.subscribe("a", ear.listener, { newest: 5 });
      await connected();
      await ear.has(5);
      publish(31, 40);
      expect(await offsets(15)).toEqual(numbers(26, 40));
    });

    test("are asked for once: what is missed later comes in whole", async () => {
      publish(1, 30);
      client.subscribe("a", ear.listener, { newest: 5 });
      await connected();
      await ear.has(5);
      const again = next(client, "connected");
      await server.cutStanding();
      publish(31, 50);
      await again;
      expect(await offsets(25)).toEqual(numbers(26, 50));
    });

    test("of what was missed leave the others out, and say so", async () => {
      publish(1, 30);
      const skipped = new Ear<Skipped>();
      const subscription = client.subscribe("a", ear.listener, { since: { epoch: "e1", offset: 10 }, newest: 5 });
      subscription.on("skipped", skipped.listener);
      await connected();
      expect(await offsets(5)).toEqual(numbers(26, 30));
      expect(await skipped.has(1)).toEqual([{ after: { epoch: "e1", offset: 10 }, next: { epoch: "e1", offset: 26 } }]);
    });

    test("of a channel that is followed already are delivered to the one that asks, and to no other", async () => {
      publish(1, 30);
      client.subscribe("a", ear.listener);
      await connected();
      publish(31, 31);
      await ear.has(1);
      const late = new Ear<Publication>();
      client.subscribe("a", late.listener, { newest: 5 });
      await late.has(5);
      publish(32, 32);
      expect((await late.has(6)).map(({ offset }) => offset)).toEqual(numbers(27, 32));
      expect(await offsets(2)).toEqual([31, 32]);
    });

    test("are delivered to the one that asks also where another begins elsewhere in the same moment", async () => {
      publish(1, 30);
      const [other, now] = [new Ear<Publication>(), new Ear<Publication>()];
      client.subscribe("a", ear.listener, { newest: 5 });
      client.subscribe("a", other.listener, { since: { epoch: "e1", offset: 28 } });
      client.subscribe("a", now.listener);
      await connected();
      publish(31, 31);
      expect(await offsets(6)).toEqual(numbers(26, 31));
      expect((await other.has(3)).map(({ offset }) => offset)).toEqual(numbers(29, 31));
      await now.has(1);
    });

    test("of an empty log are what comes", async () => {
      client.subscribe("a", ear.listener, { newest: 5 });
      await connected();
      await client.publish("a", 1);
      expect(await offsets(1)).toEqual([1]);
    });
  });

  describe("in pages", () => {
    test("all that was missed comes, and then everything flows", async () => {
      publish(1, 25);
      const live = new Ear<object>();
      const since = { epoch: "e1", offset: 0 };
      client.subscribe("a", ear.listener, { since, page: 10 }).on("live", live.listener);
      await connected();
      await ear.has(25);
      expect(await live.has(1)).toEqual([{ epoch: "e1", offset: 25 }]);
      publish(26, 60);
      expect(await offsets(60)).toEqual(numbers(1, 60));
      expect(live.heard).toHaveLength(1);
    });

    test("the next is asked for only when the listener's promises are settled", async () => {
      publish(1, 25);
      const held: (() => void)[] = [];
      const listener = (publication: Publication) => {
        ear.listener(publication);
        return new Promise<void>((resolve) => held.push(resolve));
      };
      client.subscribe("a", listener, { since: { epoch: "e1", offset: 0 }, page: 10 });
      const other = new Ear<Publication>();
      client.subscribe("b", other.listener);
      await connected();
      await ear.has(10);
      // What comes on the other channel shows that this one is waited for.
      await client.publish("b", 1);
      await other.has(1);
      expect(ear.heard).toHaveLength(10);
      for (const release of held.splice(0)) release();
      await ear.has(20);
      for (const release of held.splice(0)) release();
      expect(await offsets(25)).toEqual(numbers(1, 25));
    });

    test("live comes too where the last of it have expired, and moves the position there", async () => {
      publish(1, 12);
      for (let i = 0; i < 3; i++) server.logs.append("a", undefined);
      const live = new Ear<object>();
      const subscription = client.subscribe("a", ear.listener, { since: { epoch: "e1", offset: 0 }, page: 10 });
      subscription.on("live", live.listener);
      await connected();
      expect(await live.has(1)).toEqual([{ epoch: "e1", offset: 15 }]);
      expect(subscription.position).toEqual({ epoch: "e1", offset: 15 });
      expect(ear.heard).toHaveLength(12);
    });

    test("a reconnect in the middle goes on where it was", async () => {
      publish(1, 25);
      client.subscribe("a", ear.listener, { since: { epoch: "e1", offset: 0 }, page: 10 });
      await connected();
      await ear.has(20);
      const again = next(client, "connected");
      await server.cutStanding();
      await again;
      expect(await offsets(25)).toEqual(numbers(1, 25));
    });
  });

  test("live is told when what was missed has come, and again after a loss", async () => {
    publish(1, 5);
    const live = new Ear<object>();
    client.subscribe("a", ear.listener, { since: { epoch: "e1", offset: 2 } }).on("live", live.listener);
    await connected();
    expect(await live.has(1)).toEqual([{ epoch: "e1", offset: 5 }]);
    expect(ear.heard).toHaveLength(3);
    publish(6, 8);
    await ear.has(6);
    await server.cutStanding();
    publish(9, 10);
    expect(await live.has(2)).toEqual([
      { epoch: "e1", offset: 5 },
      { epoch: "e1", offset: 10 },
    ]);
    expect(ear.heard).toHaveLength(8);
  });

  test("offsets may jump", async () => {
    client.subscribe("a", ear.listener);
    await connected();
    publish(1, 1);
    await ear.has(1);
    await server.cutStanding();
    for (let i = 0; i < 5; i++) server.logs.append("a", undefined);
    publish(7, 7);
    expect(await offsets(2)).toEqual([1, 7]);
  });

  test("joins and leaves come in order with the publications, once, also after a loss", async () => {
    const story: unknown[] = [];
    const changes = new Ear<PresenceChange>();
    const subscription = client.subscribe("a", ({ data }) => story.push(data));
    for (const kind of ["join", "leave"] as const) {
      subscription.on(kind, (change) => {
        story.push(`${kind} ${change.user}`);
        changes.listener(change);
      });
    }
    await connected();
    server.logs.join("a", { member: "m1", user: "bob", data: 5 });
    server.logs.publish("a", "hello");
    expect(await changes.has(1)).toEqual([
      { channel: "a", epoch: "e1", offset: 1, member: "m1", user: "bob", data: 5 },
    ]);
    await server.cutStanding();
    server.logs.leave("a", { member: "m1", user: "bob" });
    await changes.has(2);
    expect(story).toEqual(["join bob", "hello", "leave bob"]);
    expect(subscription.position).toEqual({ epoch: "e1", offset: 3 });
  });

  test("a join before the end of the subscription only", async () => {
    const heard: unknown[] = [];
    const subscription = client.subscribe("a", ear.listener);
    const off = subscription.on("join", (change) => heard.push(change));
    await connected();
    off();
    server.logs.join("a", { member: "m1" });
    await client.publish("a", 1);
    await ear.has(1);
    expect(heard).toEqual([]);
  });

  test("history is asked and told, also before there is a connection", async () => {
    publish(1, 30);
    const before = client.history("a", { since: { epoch: "e1", offset: 20 }, limit: 3, reverse: true });
    await connected();
    const { publications, more, offset } = await before;
    expect(publications.map(({ data }) => data)).toEqual([30, 29, 28]);
    expect([more, offset]).toEqual([true, 30]);
    expect((await client.history("a")).publications).toHaveLength(30);
    expect(asked("history")).toContainEqual({
      channel: "a",
      since: { epoch: "e1", offset: 20 },
      limit: 3,
      reverse: true,
    });
  });

  test("presence tells who is there, and the client who it is", async () => {
    server.logs.join("a", { member: "m1", user: "bob" });
    expect(client.member).toBeUndefined();
    await connected();
    expect(await client.presence("a")).toEqual({
      channel: "a",
      epoch: "e1",
      offset: 1,
      count: 1,
      members: [{ member: "m1", user: "bob" }],
    });
    expect(client.member).toBe(`m-${client.id}`);
    for (const connect of asked("connect")) expect(connect).toMatchObject({ user: "ann", data: { color: "red" } });
  });

  test("publishes carry what is stated of them", async () => {
    client.subscribe("a", ear.listener);
    await connected();
    const ifMatch = { epoch: "e1", offset: 0 };
    await client.publish("a", 1, { key: "k", ttl: 1_000, version: 7, ifMatch });
    expect(asked("publish")).toContainEqual({
      channel: "a",
      data: 1,
      number: 1,
      key: "k",
      ttl: 1_000,
      version: 7,
      ifMatch,
    });
    expect((await ear.has(1))[0]).toEqual({ channel: "a", epoch: "e1", offset: 1, key: "k", data: 1 });
  });

  test("a client that is closed says goodbye, one that is cut does not", async () => {
    await connected();
    const again = next(client, "connected");
    await server.cutStanding();
    await again;
    expect(server.logs.gone).toEqual([]);
    client.close();
    await server.logs.farewells(1);
    expect(server.logs.gone).toEqual([client.id]);
  });
});
